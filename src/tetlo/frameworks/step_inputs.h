// SPDX-License-Identifier: Apache-2.0
// What one iteration of a search sees: its batches, what is drawn for it, and its rates.
#pragma once

#include <cstdint>
#include <functional>

#include "tetlo/levels/descent.h"
#include "tetlo/net/mixture.h"

namespace tetlo {

/// Images [N, C, H, W] with labels [N]. All passes over them draw the same noise and drop the same
/// paths, so that a loss is a function of α and weights.
struct StepBatch {
  Tensor images, labels;
  uint64_t noise = 0;  ///< key of those draws
};

struct StepInputs {
  /// The mixture under which α learns; differentiable.
  std::function<Mixture(const Tensor& alpha)> mixture;
  /// A penalty on α [], a term of P; empty: none.
  std::function<Tensor(const Tensor& alpha)> penalty = {};
  StepBatch train, validation;                      ///< of the main model
  StepBatch auxiliary_train, auxiliary_validation;  ///< of the auxiliary model; may be the same
  Tensor samples;                                   ///< what the transfer compares
  Sgd sgd;                                          ///< the real steps of this epoch
  Sgd virtual_sgd;                                  ///< those of a hypergradient
};

}  // namespace tetlo
