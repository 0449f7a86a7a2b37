// SPDX-License-Identifier: Apache-2.0
// The figures about the cells at the end of an epoch: what α says of every edge (alpha), the entropy
// and the number of skips of each cell, the genotype, and the genotype's entry in a table of
// accuracies (table) or the reason why there is none (not_in_table).
//
// α itself means something else under every method. What is on record instead is what it amounts
// to: the probability of every candidate, under its name, because a search in phases changes the
// candidates. Six significant digits keep a line short, about 5 kB in the darts space, and small
// probabilities exact, so that their logarithms are, too. From a softmax they give α up to a number
// that is added to a whole edge.
//
// Checkable: with α = 0 each of the eight candidates of every edge of the darts space has 0.125.
#pragma once

#include <nlohmann/json.hpp>

#include "tetlo/relax/relaxation.h"
#include "tetlo/search/known_accuracies.h"

namespace tetlo {

/// The probabilities of a mixture: alpha.normal and alpha.reduce, if there is such a cell, are lists
/// with an object for each edge in the order of the space. If edges have weights of their own, as
/// in PC-DARTS, beta has them in the same order.
nlohmann::json describe_mixture(const Space& space, const Mixture& mixture);

/// `known` may be empty.
nlohmann::json describe_cells(const Space& space, const Relaxation& relaxation, const Tensor& alpha,
                              const KnownAccuracies& known);

}  // namespace tetlo
