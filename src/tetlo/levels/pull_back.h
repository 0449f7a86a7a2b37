// SPDX-License-Identifier: Apache-2.0
// Takes a gradient backwards through the SGD steps of one level, by finite differences.
//
// For one step, b' = μ b + ∇_w f + δ w, w' = w − ξ b', with ∂P/∂w' and ∂P/∂b'
// given, the chain rule is
//
//   q      = ∂P/∂b' − ξ ∂P/∂w'                        (all that P receives through b')
//   ∂P/∂w  = ∂P/∂w' + δ q + ∂/∂w ⟨∇_w f, q⟩
//   ∂P/∂b  = μ q
//   ∂P/∂x += ∂/∂x ⟨∇_w f, q⟩                          for x = α and x = k, the knowledge
//
// With Nesterov's momentum, w' = w − ξ (∇_w f + δ w + μ b'), the first and third lines become
//
//   q      = ∂P/∂b' − ξ (1 + μ) ∂P/∂w'                (∇_w f moves w' directly and through b')
//   ∂P/∂b  = μ (∂P/∂b' − ξ μ ∂P/∂w')
//
// Each ∂/∂x ⟨∇_w f, q⟩ ≈ [∂f/∂x at w + R q − ∂f/∂x at w − R q] / 2R with R = radius / ‖q‖,
// so one backward pass at each of the two points yields all of them [Liu2019, eq. 8;
// Sheth2023, eq. 16 to 21].
//
// Checkable: the result is exact, up to rounding, if f is quadratic.
#pragma once

#include <vector>

#include "tetlo/levels/problem.h"

namespace tetlo {

/// The arguments of a level's objective, or the gradients with respect to them.
struct LevelPoint {
  Tensor alpha, weights, knowledge;
};

/// A central difference along q.
struct Displacement {
  Tensor q;                    ///< of the shape of w
  double radius = 0.01;        ///< length of R q
  bool weights_wanted = true;  ///< whether the part for the weights is computed, too
};

/// ∂/∂(α, w, k) ⟨∇_w f(α, w, k), q⟩ at a point. The part for the weights is undefined unless
/// `weights_wanted`, the part for the knowledge if there is no knowledge.
LevelPoint mixed_product(const Objective& f, const LevelPoint& at, const Displacement& along);

/// The virtual steps of a level at constant α and k, as computed by unroll(): w_0, …, w_T.
struct LevelPath {
  Tensor alpha, knowledge;
  std::vector<SgdState> states;
};

/// ∂P/∂w_T, the gradient that is taken back along a path.
struct EndGradient {
  Tensor weights;             ///< ∂P/∂w_T
  double radius = 0.01;       ///< of the central differences
  bool start_wanted = false;  ///< whether ∂P/∂w_0 is computed, too
};

/// ∂P/∂α and ∂P/∂k through the level's steps, and ∂P/∂w_0 as `weights` if `start_wanted`.
LevelPoint pull_back(const Level& level, const LevelPath& path, const EndGradient& end);

}  // namespace tetlo
