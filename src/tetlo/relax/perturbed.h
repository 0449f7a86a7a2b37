// SPDX-License-Identifier: Apache-2.0
// The perturbation of SmoothDARTS [Chen2020]: while the weights learn, each entry of the mixture is
// moved by up to ε, either at random (RS) or so as to increase the training loss (ADV). The weights
// then have a low loss not only at the mixture p0 but in its whole neighbourhood.
//
//   RS   p = Π(p0 + u),  u uniform in [−ε, ε]
//   ADV  p begins at the p of RS and ascends the training loss by steps along the sign of its
//        gradient, within ε of p0; p = p0 if the loss is lower in the end than at p0
//
// Π projects each edge's weights onto the simplex as the authors' code does: it clamps the entries
// to [0, 1] and divides them by their sum. If all entries are zero after clamping, the one that was
// the largest becomes 1. The distance of the result from p0 may exceed ε.
//
// Checkable: Π(0.7, −0.1, 0.5) = (7, 0, 5) / 12; Π(−2, −1) = (0, 1).
#pragma once

#include <functional>

#include "tetlo/net/mixture.h"

namespace tetlo {

/// Applies Π to the weights of each edge. On a CPU candidates of weight 0 are then not present. On
/// another device they are: the host would have to wait to learn which they are.
Mixture to_simplex(const Mixture& mixture);

/// The p of RS. The generator draws on the mixture's device.
Mixture perturb_randomly(const Mixture& mixture, double epsilon, const at::Generator& generator);

struct Attack {
  double epsilon = 0;
  int64_t steps = 7;                           ///< number of steps, each of length 2 ε / steps
  std::function<Tensor(const Mixture&)> loss;  ///< the training loss
};

/// The p of ADV.
Mixture perturb_adversarially(const Mixture& mixture, const Attack& attack,
                              const at::Generator& generator);

}  // namespace tetlo
