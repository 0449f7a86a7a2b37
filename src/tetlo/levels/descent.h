// SPDX-License-Identifier: Apache-2.0
// Gradient steps on flat vectors: the real ones of a search, and the virtual ones through which it
// differentiates.
//
// SGD with momentum μ, coupled weight decay δ and rate ξ:
//   b' = μ b + ∇f(w) + δ w,   w' = w − ξ b'
//
// and with Nesterov's momentum w' = w − ξ (∇f(w) + δ w + μ b') [Sutskever2013, as LibTorch has it].
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
  bool nesterov = false;    ///< whether a step looks ahead along the momentum
};

/// Where a descent by SGD stands: weights w and momentum b, of one shape.
struct SgdState {
  Tensor weights, momentum;
};

/// One step of SGD; differentiable by all three.
SgdState sgd_step(const SgdState& at, const Tensor& gradient, const Sgd& sgd);

struct Adam {
  double rate = 3e-4;
  double beta1 = 0.5, beta2 = 0.999;
  double weight_decay = 1e-3;
};

struct AdamState {
  Tensor weights, first_moment, second_moment;
  int64_t steps = 0;
};

/// One step of Adam.
AdamState adam_step(const AdamState& at, const Tensor& gradient, const Adam& adam);

/// The gradient, scaled down to the Euclidean norm `maximum` where it is longer; 0 means no limit.
Tensor clip_norm(const Tensor& gradient, double maximum);

/// The rate of epoch e of E, from `first` at e = 0 towards `last` at e = E [Loshchilov2017, eq. 5].
double cosine_rate(double first, double last, int64_t epoch, int64_t epochs);

/// ∂y/∂x for each x, zeros where y does not depend on it, be it on that x or on any. `create_graph`
/// makes the result itself differentiable; `keep_graph` lets the graph of y be used again.
std::vector<Tensor> gradients(const Tensor& y, const std::vector<Tensor>& x,
                              bool create_graph = false, bool keep_graph = false);

/// A constant copy of the tensor that gradients can be taken by.
Tensor leaf(const Tensor& x);

struct Unrolling {
  int64_t steps = 1;
  /// Whether the points depend differentiably on all that f and the start depend on; if not, they
  /// are constants.
  bool create_graph = false;
};

/// The points w_0, …, w_T of T steps of SGD on f.
std::vector<SgdState> unroll(const std::function<Tensor(const Tensor&)>& f, const SgdState& start,
                             const Sgd& sgd, const Unrolling& unrolling);

}  // namespace tetlo
