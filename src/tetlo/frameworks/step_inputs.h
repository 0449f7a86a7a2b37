// SPDX-License-Identifier: Apache-2.0
// The inputs of one iteration of a search: its batches, its random draws and its rates.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "tetlo/levels/descent.h"
#include "tetlo/losses/loss.h"
#include "tetlo/net/mixture.h"

namespace tetlo {

/// Images [N, C, H, W] with labels [N]. All passes over them draw the same noise and drop the same
/// paths, so that a loss is a function of α and the weights only.
struct StepBatch {
  Tensor images, labels;
  uint64_t noise = 0;  ///< the key of those random draws
  Loss loss = cross_entropy;
  /// The labels on the host, where they can be read without waiting for a device.
  Tensor labels_on_host = {};
};

/// Whether two batches consist of the same images, so that one pass over them serves both.
inline bool same_images(const StepBatch& a, const StepBatch& b) {
  return a.images.is_same(b.images) && a.noise == b.noise;
}

/// The mixture of every architecture that is searched. There is one unless the auxiliary model has
/// an architecture of its own, which is then the second.
using Mixtures = std::vector<Mixture>;

struct StepInputs {
  /// The mixtures from which α is learned; differentiable with respect to α.
  std::function<Mixtures(const Tensor& alpha)> mixtures;
  /// A penalty on α, a scalar that is a term of P; empty if there is none.
  std::function<Tensor(const Tensor& alpha)> penalty = {};
  StepBatch train, validation;                      ///< of the main model
  StepBatch auxiliary_train, auxiliary_validation;  ///< of the auxiliary model; may be the same
  Tensor samples;                                   ///< the samples that the transfer compares
  StepBatch ranked = {};   ///< the images of given quadruples, each once; empty if there are none
  Tensor quadruples = {};  ///< these quadruples, [4, Q]: indices of ranked.images
  Sgd sgd;                 ///< for the real steps of this epoch
  Sgd virtual_sgd;         ///< for the virtual steps of a hypergradient
};

}  // namespace tetlo
