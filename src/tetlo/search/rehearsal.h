// SPDX-License-Identifier: Apache-2.0
// What a search will take, found by rehearsing it: every kind of iteration is made once on a few
// images, in every phase.
//
// The memory of all tensors at its peak is a + b n for batches of n images, once n is not very
// small. Rehearsals with two n give a and b, and what the process has beyond its tensors is seen
// after them. So whatever engine, framework or hypergradient a search has, its memory is measured,
// not modelled.
//
// The multiply-adds are those of convolutions and linear layers in all iterations, and in the
// validation after every epoch. An evaluation through which a gradient can be taken counts three
// times, because a backward pass has about twice its arithmetic. The second derivatives of exact
// hypergradients are not counted, nor what a selection evaluates.
//
// Checkable: in a search of the plain framework with first-order hypergradients, an iteration takes
// three times the supernet's multiply-adds for each image, and six times if it updates α.
#pragma once

#include "tetlo/search/search.h"

namespace tetlo {

struct Needs {
  int64_t parameters = 0;     ///< weights of all models, in the phase that has most
  int64_t multiply_adds = 0;  ///< of the whole search
  /// Bytes of the process at its peak, and how many of them each image of a batch takes.
  int64_t memory = 0, memory_of_image = 0;
};

/// Rehearses a search. Throws Error if options and data do not fit, or if the memory that the
/// system has left is not enough for a few images.
Needs rehearse(const SearchOptions& options, const Sources& sources);

/// Throws Error if a search would not fit into the memory that the system has left. Rehearses only
/// what might not, and precisely only what is close.
void refuse_too_large(const SearchOptions& options, const Sources& sources);

/// Throws Error, with a batch size that would fit, if the process would have to grow by more than
/// `available` bytes above the `present` ones. `batch` is the size that the needs are for.
void require_memory(const Needs& needs, int64_t batch, int64_t present, int64_t available);

}  // namespace tetlo
