// SPDX-License-Identifier: Apache-2.0
// Forward-mode differentiation: a tensor may carry a tangent, its derivative in one direction.
//
// LibTorch's operations compute the tangent of their result from those of their arguments, and this
// tangent is again a differentiable function of the arguments and their tangents. Operations of our
// own take values and tangents apart, compute both results, and put them together.
#pragma once

#include <mutex>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// While an object of this class exists, tensors may carry tangents; they lose them when it is
/// destroyed. LibTorch allows only one at a time in a program, so that a second thread waits. Within
/// a thread they cannot be nested.
class ForwardMode {
 public:
  ForwardMode();
  ForwardMode(const ForwardMode&) = delete;
  ForwardMode& operator=(const ForwardMode&) = delete;
  ~ForwardMode();

 private:
  std::unique_lock<std::mutex> alone_;
};

/// `value`, carrying `tangent`, which has the same shape; without a tangent if that is undefined.
Tensor with_tangent(const Tensor& value, const Tensor& tangent);

/// The tangent that x carries; undefined if there is none, which counts as 0.
Tensor tangent_of(const Tensor& x);
/// x without its tangent.
Tensor value_of(const Tensor& x);

}  // namespace tetlo
