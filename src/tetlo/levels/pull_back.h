// SPDX-License-Identifier: Apache-2.0
// Takes a gradient backwards through unrolled steps of SGD, by finite differences.
//
// For one step, b' = μ b + ∇_w f + δ w, w' = w − ξ b', given ∂P/∂w' and ∂P/∂b' the chain rule gives
//
//   q      = ∂P/∂b' − ξ ∂P/∂w'                        (all that reaches b')
//   ∂P/∂w  = ∂P/∂w' + δ q + ∂/∂w ⟨∇_w f, q⟩
//   ∂P/∂b  = μ q
//   ∂P/∂x += ∂/∂x ⟨∇_w f, q⟩                          for α and the knowledge k
//
// and each ∂/∂x ⟨∇_w f, q⟩ ≈ [∂f/∂x at w + R q − ∂f/∂x at w − R q] / 2R, R = radius / ‖q‖, so that
// one backward pass a side yields all of them [Liu2019, eq. 8; Sheth2023, eq. 16 to 21].
// Checkable: exact, to rounding, wherever f is quadratic.
#pragma once

#include <functional>
#include <vector>

#include "tetlo/levels/descent.h"

namespace tetlo {

/// A level's objective f(α, w, k), a scalar; k is undefined where the level is taught nothing.
using Objective =
    std::function<Tensor(const Tensor& alpha, const Tensor& weights, const Tensor& knowledge)>;

/// A gradient by each of the things a level's objective depends on.
struct LevelGradient {
  Tensor alpha, weights, knowledge;
};

/// ∂/∂(α, w, k) ⟨∇_w f(α, w, k), q⟩. Without `weights_wanted` that part is left undefined and no
/// weight gradient is computed; so is the part by an undefined k.
LevelGradient mixed_product(const Objective& f, const LevelGradient& at, const Tensor& q,
                            double radius, bool weights_wanted);

/// Takes ∂P/∂w_T back along the path w_0, …, w_T that unroll() made of f at (α, k): the result's
/// `weights` is ∂P/∂w_0, undefined unless `start_wanted`.
LevelGradient pull_back(const Objective& f, const Tensor& alpha, const Tensor& knowledge,
                        const std::vector<Iterate>& path, const Sgd& sgd,
                        const Tensor& d_p_d_weights, double radius, bool start_wanted);

}  // namespace tetlo
