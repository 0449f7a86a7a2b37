// SPDX-License-Identifier: Apache-2.0
// A nested optimisation problem: a chain of levels, and a function P of where they end.
//
// TETLO has two levels of weights below P. With α the architecture, e_m = (s, m) the weights of the
// main model and e_a = (s, a) those of the auxiliary model, s being what the two share:
//
//   stage I    [Sheth2023, eq. 1]   e_m' = argmin  L_m(α; e_m; D_m^tr)
//   stage II   [Sheth2023, eq. 4]   e_a' = argmin  L_a(α; e_a; D_a^tr) + λ R(e_m', e_a)
//   stage III  [Sheth2023, eq. 2]   min over α of  P = L_m(α; e_m'; D_m^val) + γ L_a(α; e_a'; D_a^val)
//
// DARTS has stage I alone, and P without its second term [Liu2019, eq. 3 and 4]. The functions of a
// problem are pure: they may be evaluated at any point, as often as wished, and leave no trace.
// Nothing here knows what a network is.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tetlo/levels/descent.h"

namespace tetlo {

/// f(α; w; k), a scalar. The knowledge k is undefined in the first level, and where the level before
/// hands nothing on.
using Objective =
    std::function<Tensor(const Tensor& alpha, const Tensor& weights, const Tensor& knowledge)>;

/// A function of α and of the weights with which a level has ended.
using EndFunction = std::function<Tensor(const Tensor& alpha, const Tensor& weights)>;

/// Weights w that descend f(α; w; k) before P is taken.
struct Level {
  Objective objective;  ///< f
  SgdState start;       ///< w and its momentum now
  Sgd sgd;              ///< the virtual steps from there
  int64_t tied = 0;     ///< how many weights, the first ones, it shares with the level before
  EndFunction knowledge = {};  ///< k(α, w'), of any shape, for the next level; empty: none
};

/// A summand of P: weight · loss(α, w'), a scalar, w' being the end of one of the levels.
struct OuterTerm {
  std::string name;  ///< what figures call it
  double weight = 1;
  size_t level = 0;
  EndFunction loss;
};

struct Problem {
  std::vector<Level> levels;     ///< in the order in which they descend
  std::vector<OuterTerm> outer;  ///< P is the sum of these
};

/// P(α, ends) for the weights with which each level has ended.
Tensor outer(const Problem& problem, const Tensor& alpha, const std::vector<Tensor>& ends);

}  // namespace tetlo
