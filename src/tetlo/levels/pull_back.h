// SPDX-License-Identifier: Apache-2.0
// Takes a gradient backwards through the steps of SGD of one level, by finite differences.
//
// For one step, b' = μ b + ∇_w f + δ w, w' = w − ξ b', given ∂P/∂w' and ∂P/∂b' the chain rule gives
//
//   q      = ∂P/∂b' − ξ ∂P/∂w'                        (all that reaches b')
//   ∂P/∂w  = ∂P/∂w' + δ q + ∂/∂w ⟨∇_w f, q⟩
//   ∂P/∂b  = μ q
//   ∂P/∂x += ∂/∂x ⟨∇_w f, q⟩                          for α and the knowledge k
//
// With Nesterov's momentum, w' = w − ξ (∇_w f + δ w + μ b'), the first and the third line are
//
//   q      = ∂P/∂b' − ξ (1 + μ) ∂P/∂w'                ∇_w f moves w' itself and by way of b'
//   ∂P/∂b  = μ (∂P/∂b' − ξ μ ∂P/∂w')
//
// and each ∂/∂x ⟨∇_w f, q⟩ ≈ [∂f/∂x at w + R q − ∂f/∂x at w − R q] / 2R, R = radius / ‖q‖, so that
// one backward pass a side yields all of them [Liu2019, eq. 8; Sheth2023, eq. 16 to 21].
// Checkable: exact, to rounding, wherever f is quadratic.
#pragma once

#include <vector>

#include "tetlo/levels/problem.h"

namespace tetlo {

/// The arguments of a level's objective, or a gradient by each of them.
struct LevelPoint {
  Tensor alpha, weights, knowledge;
};

/// A central difference along q.
struct Displacement {
  Tensor q;                    ///< [weights]
  double radius = 0.01;        ///< length of R q
  bool weights_wanted = true;  ///< whether the product by the weights is computed, too
};

/// ∂/∂(α, w, k) ⟨∇_w f(α, w, k), q⟩ at a point. The part by the weights is left undefined where it
/// is not wanted, that by the knowledge where there is none.
LevelPoint mixed_product(const Objective& f, const LevelPoint& at, const Displacement& along);

/// The virtual steps of a level at constant α and k, as unroll() took them: w_0, …, w_T.
struct LevelPath {
  Tensor alpha, knowledge;
  std::vector<SgdState> states;
};

/// ∂P/∂w_T, which is to be taken back along a path.
struct EndGradient {
  Tensor weights;             ///< ∂P/∂w_T
  double radius = 0.01;       ///< of the central differences
  bool start_wanted = false;  ///< whether ∂P/∂w_0 is computed, too
};

/// ∂P/∂α and ∂P/∂k through the level's steps, and ∂P/∂w_0 as `weights` where it is wanted.
LevelPoint pull_back(const Level& level, const LevelPath& path, const EndGradient& end);

}  // namespace tetlo
