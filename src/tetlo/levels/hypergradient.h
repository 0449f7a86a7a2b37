// SPDX-License-Identifier: Apache-2.0
// dP/dα, differentiated through the virtual gradient steps of every level.
//
// Each level takes one step [Sheth2023, eq. 5 to 10] or T steps (appendix H.1), with the momentum
// and the weight decay of its real steps or without them. For TETLO
//
//   e_m' = T1(α; e_m),  k = k(α, e_m'),  e_a' = T2(α; (s', a); k),
//   P(α) = L_m(α; e_m'; val) + γ L_a(α; e_a'; val)
//
// first_order        leaves the steps out: P at the present weights          [Liu2019, ξ = 0]
// finite_difference  the paper's: every product of a mixed second derivative and a vector q is the
//                    difference of two gradients at w ± R q, R = radius / ‖q‖
//                                                                     [Sheth2023, eq. 14 to 21]
// exact              the same with exact products
// neumann            the implicit gradient: of each level ∂P/∂w' H⁻¹ in place of the way back through
//                    its steps, where H⁻¹ ≈ ξ Σ_(i=0)^K (I − ξ H)^i       [Zhang2021]
//
// All but the first take ∂P/∂w' back through one level after the other (pull_back.h), and so need
// memory for one of the steps at a time.
//
// In the series H = ∇²_w f + δ I is that at the present weights, and the level has taken one step
// without momentum. The series then equals the way back through K + 1 such steps at a fixed point:
// q_i = −ξ (I − ξ H)^i v, and (I − ξ H)^(K+1) v reaches the start of the level. K = 0 is `exact`.
//
// docs/mathematics.md derives every term.
//
// Checkable: for L_tr = w² − 2aw + a² and L_val = aw − 2a + 1 at w = −2, a = 2 the result is +2
// with ξ = 1/2 and −4 with ξ = 0.
#pragma once

#include <map>
#include <string>

#include "tetlo/levels/problem.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

enum class HypergradientKind { kFirstOrder, kFiniteDifference, kExact, kNeumann };

inline EnumTable<HypergradientKind> table_of(HypergradientKind) {
  using enum HypergradientKind;
  return {{kFirstOrder, "first_order", "leaves the virtual steps out"},
          {kFiniteDifference, "finite_difference", "products that are differences of gradients"},
          {kExact, "exact", "exact products"},
          {kNeumann, "neumann", "an implicit gradient of exact products"}};
}

struct HypergradientOptions {
  HypergradientKind kind = HypergradientKind::kFiniteDifference;
  int64_t steps = 1;     ///< virtual gradient steps at each level
  double radius = 0.01;  ///< length of the displacement R q [Liu2019, section 2.3]
  int64_t terms = 2;     ///< K, the terms of the Neumann series after the first
};

struct Hypergradient {
  Tensor alpha;                          ///< dP/dα, of the shape of α
  std::map<std::string, Tensor> losses;  ///< the terms of P by name, without their weights
};

Hypergradient hypergradient(const Problem& problem, const Tensor& alpha,
                            const HypergradientOptions& options);

/// The exact hypergradient as the derivative of one graph of all virtual steps. It needs memory for
/// all of them at a time, and is what the others are tested against.
Hypergradient unrolled_hypergradient(const Problem& problem, const Tensor& alpha, int64_t steps);

/// P(α) after the virtual steps, a scalar; with `create_graph` it is differentiable with
/// respect to α through every step. Every hypergradient is tested against central
/// differences of this function.
Tensor outer(const Problem& problem, const Tensor& alpha, const HypergradientOptions& options,
             bool create_graph);

}  // namespace tetlo
