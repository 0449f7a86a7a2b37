// SPDX-License-Identifier: Apache-2.0
// What knowledge goes from the main to the auxiliary model, and the loss R that carries it.
//
// The main model's part, knowledge(), is evaluated once for a batch and handed to stage II as a
// plain tensor; loss() then compares the auxiliary model's answer with it.
#pragma once

#include <cstdint>

#include "tetlo/net/network.h"
#include "tetlo/util/random.h"

namespace tetlo {

class Transfer {
 public:
  virtual ~Transfer() = default;
  /// Which images of a batch are compared: indices, drawn anew each iteration. Too small a batch is
  /// an Error.
  virtual Tensor sample(int64_t batch, Random& random) const = 0;
  /// k: what the main model says of the samples; differentiable.
  virtual Tensor knowledge(const Output& main, const Tensor& samples) const = 0;
  /// R(k, e_a), a scalar; differentiable by both.
  virtual Tensor loss(const Tensor& knowledge, const Output& auxiliary,
                      const Tensor& samples) const = 0;
};

}  // namespace tetlo
