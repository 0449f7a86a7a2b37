// SPDX-License-Identifier: Apache-2.0
// Gradient steps on flat vectors: the real ones of the search, and the virtual ones it looks
// through.
//
// SGD with momentum μ, coupled weight decay δ and rate ξ:
//   b' = μ b + ∇f(w) + δ w,   w' = w − ξ b'
// With μ = δ = 0 this is [Sheth2023, eq. 5 to 9] bare. Adam as in [Kingma2015, algorithm 1], with
// coupled weight decay. Both take the steps of torch::optim's SGD and Adam, and are tested to.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "tetlo/util/tensor.h"

namespace tetlo {

struct Sgd {
  double rate = 0;          ///< ξ
  double momentum = 0;      ///< μ
  double weight_decay = 0;  ///< δ
};

/// Where a descent stands: weights w and momentum b of one shape.
struct Iterate {
  Tensor weights, momentum;
};

/// One step of SGD; differentiable by all three.
Iterate sgd_step(const Iterate& at, const Tensor& gradient, const Sgd& sgd);

struct Adam {
  double rate = 3e-4;
  double beta1 = 0.5, beta2 = 0.999;
  double weight_decay = 1e-3;
};

struct AdamIterate {
  Tensor weights, first_moment, second_moment;
  int64_t steps = 0;
};

/// One step of Adam.
AdamIterate adam_step(const AdamIterate& at, const Tensor& gradient, const Adam& adam);

/// The gradient, scaled down to Euclidean norm `largest` where it is longer; 0 leaves it alone.
Tensor clip_norm(const Tensor& gradient, double largest);

/// The rate of epoch e of E, from `first` at e = 0 towards `last` at e = E [Loshchilov2017, eq. 5].
double cosine_rate(double first, double last, int64_t epoch, int64_t epochs);

/// ∂y/∂x for each x, zeros where y does not depend on it. `create_graph` makes the result itself
/// differentiable; `keep_graph` lets the graph of y be used again.
std::vector<Tensor> gradients(const Tensor& y, const std::vector<Tensor>& x,
                              bool create_graph = false, bool keep_graph = false);

/// A constant copy of the tensor that gradients can be taken by.
Tensor leaf(const Tensor& x);

/// The points w_0, …, w_T of T steps of SGD on f. With `create_graph` the last depends
/// differentiably on whatever f and the start depend on; without, the points are constants.
std::vector<Iterate> unroll(const std::function<Tensor(const Tensor&)>& f, const Iterate& start,
                            const Sgd& sgd, int64_t steps, bool create_graph);

}  // namespace tetlo
