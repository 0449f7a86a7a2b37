// SPDX-License-Identifier: Apache-2.0
// Gradient steps on flat vectors: the real steps of a search, and the virtual steps through which
// the hypergradient differentiates.
//
// SGD with momentum μ, coupled weight decay δ and rate ξ:
//   b' = μ b + ∇f(w) + δ w,   w' = w − ξ b'
//
// With Nesterov's momentum the second equation is w' = w − ξ (∇f(w) + δ w + μ b') [Sutskever2013],
// in the form that LibTorch uses. With μ = δ = 0 a step is that of [Sheth2023, eq. 5 to 9]. Adam
// follows [Kingma2015, algorithm 1], with coupled weight decay. The tests compare both optimisers
// with torch::optim's SGD and Adam, step by step.
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
  bool nesterov = false;    ///< whether the step uses Nesterov's momentum
};

/// The state of SGD: weights w and momentum b, which have the same shape.
struct SgdState {
  Tensor weights, momentum;
};

/// One step of SGD, differentiable with respect to the weights, the momentum and the gradient.
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

/// The gradient, scaled down to the Euclidean norm `maximum` if its norm is larger;
/// 0 means no limit.
Tensor clip_norm(const Tensor& gradient, double maximum);

/// ∂y/∂x for each x; zeros for every x on which y does not depend. `create_graph` makes
/// the result itself differentiable; `keep_graph` keeps the graph of y, so that it can
/// be differentiated again.
std::vector<Tensor> gradients(const Tensor& y, const std::vector<Tensor>& x,
                              bool create_graph = false, bool keep_graph = false);

/// A copy of x that is detached from its graph and with respect to which gradients can be taken.
Tensor leaf(const Tensor& x);

struct Unrolling {
  int64_t steps = 1;
  /// Whether the points are differentiable functions of everything that f and the start depend on.
  /// If not, they are constants.
  bool create_graph = false;
};

/// The points w_0, …, w_T of T steps of SGD on f.
std::vector<SgdState> unroll(const std::function<Tensor(const Tensor&)>& f, const SgdState& start,
                             const Sgd& sgd, const Unrolling& unrolling);

}  // namespace tetlo
