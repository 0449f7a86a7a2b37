// SPDX-License-Identifier: Apache-2.0
// Takes a gradient backwards through the SGD steps of one level.
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
// There are two ways to compute all ∂/∂x ⟨∇_w f, q⟩ of a step together:
//
//   a central difference   [∂f/∂x at w + R q − ∂f/∂x at w − R q] / 2R with R = radius / ‖q‖, one
//                          backward pass at each of the two points
//                                                   [Liu2019, eq. 8; Sheth2023, eq. 16 to 21]
//   exact                  the derivative of the number ⟨∇_w f, q⟩ itself
//
// Checkable: both are the same, up to rounding, if f is quadratic.
#pragma once

#include <vector>

#include "tetlo/levels/problem.h"

namespace tetlo {

/// The arguments of a level's objective, or the gradients with respect to them.
struct LevelPoint {
  Tensor alpha, weights, knowledge;
};

/// The vector of a product with a mixed second derivative.
struct Direction {
  Tensor q;                    ///< of the shape of w
  bool weights_wanted = true;  ///< whether the part for the weights is computed, too
};

/// A way to compute ∂/∂(α, w, k) ⟨∇_w f(α, w, k), q⟩ at a point. The part for the weights is
/// undefined unless `weights_wanted`, the part for the knowledge if there is no knowledge.
using MixedProduct =
    std::function<LevelPoint(const Objective& f, const LevelPoint& at, const Direction& along)>;

/// By a central difference; `radius` is the length of R q.
MixedProduct central_difference(double radius);

/// By differentiating twice.
LevelPoint exact_product(const Objective& f, const LevelPoint& at, const Direction& along);

/// The virtual steps of a level at constant α and k, as computed by unroll(): w_0, …, w_T.
struct LevelPath {
  Tensor alpha, knowledge;
  std::vector<SgdState> states;
};

/// ∂P/∂w_T, the gradient that is taken back along a path.
struct EndGradient {
  Tensor weights;             ///< ∂P/∂w_T
  bool start_wanted = false;  ///< whether ∂P/∂w_0 is computed, too
};

/// ∂P/∂α and ∂P/∂k through the level's steps, and ∂P/∂w_0 as `weights` if `start_wanted`.
LevelPoint pull_back(const Level& level, const LevelPath& path, const EndGradient& end,
                     const MixedProduct& product);

}  // namespace tetlo
