// SPDX-License-Identifier: Apache-2.0
// A transfer: the knowledge that the main model passes to the auxiliary model, and the loss R with
// which the auxiliary model learns it.
//
// The knowledge k of the main model is computed once for a batch and handed to stage II as a plain
// tensor. The loss then compares the auxiliary model with it.
#pragma once

#include <cstdint>

#include "tetlo/net/network.h"
#include "tetlo/util/random.h"

namespace tetlo {

class Transfer {
 public:
  virtual ~Transfer() = default;
  /// Draws the indices of the images in a batch that are compared; called in each iteration.
  /// Throws Error if the batch is too small.
  virtual Tensor sample(int64_t batch, Random& random) const = 0;
  /// k, the knowledge of the main model about the samples; differentiable.
  virtual Tensor knowledge(const Output& main, const Tensor& samples) const = 0;
  /// R(k, e_a), a scalar; differentiable with respect to both arguments.
  virtual Tensor loss(const Tensor& knowledge, const Output& auxiliary,
                      const Tensor& samples) const = 0;
  /// The distance of each sample from the nearest kink of R [samples]; undefined if R is smooth.
  virtual Tensor kink_distance(const Tensor& /*knowledge*/, const Output& /*auxiliary*/,
                               const Tensor& /*samples*/) const {
    return {};
  }
};

}  // namespace tetlo
