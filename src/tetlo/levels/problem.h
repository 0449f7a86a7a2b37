// SPDX-License-Identifier: Apache-2.0
// A nested optimisation problem: a chain of levels, and a function P of the weights they reach.
//
// TETLO has two levels of weights below P. α is the architecture; e_m = (s, m) are the
// weights of the main model and e_a = (s, a) those of the auxiliary model, where s are the
// weights that both share:
//
//   stage I   [Sheth2023, eq. 1]  e_m* = argmin  L_m(α; e_m; D_m^tr)
//   stage II  [Sheth2023, eq. 4]  e_a* = argmin  L_a(α; e_a; D_a^tr) + λ R(k(α, e_m*), e_a)
//   stage III [Sheth2023, eq. 2]  min over α of P = L_m(α; e_m*; D_m^val) + γ L_a(α; e_a*; D_a^val)
//
// Each argmin is replaced by e_m' or e_a', the weights that a few gradient steps reach.
// DARTS has only stage I, and only the first term of P [Liu2019, eq. 3 and 4]. The functions of a
// problem are pure: they may be evaluated at any point and any number of times, and have no side
// effects. Exact products also need the tangent of an objective (util/forward_mode.h), one that can
// be differentiated: not every operation of LibTorch has it. `gradient-check` shows it. This file
// knows nothing of networks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tetlo/levels/descent.h"

namespace tetlo {

/// f(α; w; k), a scalar. The knowledge k is undefined in the first level, and in a level whose
/// predecessor hands nothing on.
using Objective =
    std::function<Tensor(const Tensor& alpha, const Tensor& weights, const Tensor& knowledge)>;

/// A function of α and of the weights that a level has reached.
using EndFunction = std::function<Tensor(const Tensor& alpha, const Tensor& weights)>;

/// Weights w that take gradient steps on f(α; w; k) before P is evaluated.
struct Level {
  Objective objective;  ///< f
  SgdState start;       ///< the present w and its momentum
  Sgd sgd;              ///< the settings of the virtual steps
  int64_t tied = 0;  ///< number of leading weights shared with the previous level, equal at start
  EndFunction knowledge = {};  ///< k(α, w'), of any shape, for the next level; may be empty
};

/// Terms of P that are computed together: Σ_i weights_i losses_i(α, w'), where w' are the weights
/// that a level has reached.
struct OuterTerm {
  std::vector<std::string> names;     ///< of the losses in the results
  std::vector<double> weights = {1};  ///< one for each name
  size_t level = 0;
  EndFunction losses;  ///< one for each name; a single one may be a scalar
};

struct Problem {
  std::vector<Level> levels;     ///< in the order in which they take their steps
  std::vector<OuterTerm> outer;  ///< P is the sum of these
};

/// P(α, ends), where `ends` are the weights that each level has reached.
Tensor outer(const Problem& problem, const Tensor& alpha, const std::vector<Tensor>& ends);

}  // namespace tetlo
