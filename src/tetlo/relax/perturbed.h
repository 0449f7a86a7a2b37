// SPDX-License-Identifier: Apache-2.0
// SmoothDARTS: while its weights learn, the mixture is moved by up to ε an entry, at random (RS) or
// where it hurts most (ADV), so that the weights do well in all that surrounds it
// [Chen2020].
//
//   RS   p = Π(p0 + u),  u uniform in [−ε, ε]
//   ADV  from there, sign-gradient ascent on the training loss within ε of p0; p0 if that failed
//
// Π, as the authors' code has it: entries into [0, 1]; a row of zeros puts all on its largest entry
// from before; divide by the sum. It keeps p within the simplex, not within ε.
//
// Checkable: Π(0.7, −0.1, 0.5) = (7, 0, 5) / 12; Π(−2, −1) = (0, 1).
#pragma once

#include <functional>

#include "tetlo/net/mixture.h"

namespace tetlo {

/// Π of each edge's weights; candidates of weight 0 are not present.
Mixture to_simplex(const Mixture& mixture);

Mixture perturb_randomly(const Mixture& mixture, double epsilon, const at::Generator& generator);

struct Attack {
  double epsilon = 0;
  int64_t steps = 7;  ///< of 2 ε / steps each
  std::function<Tensor(const Mixture&)> loss;
};

/// Ascends from perturb_randomly(mixture, epsilon).
Mixture perturb_adversarially(const Mixture& mixture, const Attack& attack,
                              const at::Generator& generator);

}  // namespace tetlo
