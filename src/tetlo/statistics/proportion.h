// SPDX-License-Identifier: Apache-2.0
// How often something happens: k times of n, p = k/n. Here z is the quantile (1 + confidence) / 2
// of the normal distribution.
//
// Wilson's interval of the true rate [Wilson1927; Newcombe1998a, method 3]:
//
//   (k + z²/2 ± z √(k(1 − p) + z²/4)) / (n + z²)
//
// Newcombe's interval of a difference of two rates whose Wilson intervals are (l₁, u₁) and (l₂, u₂)
// [Newcombe1998b, method 10, without continuity correction]:
//
//   p₁ − p₂ − √((p₁ − l₁)² + (u₂ − p₂)²)   to   p₁ − p₂ + √((u₁ − p₁)² + (p₂ − l₂)²)
//
// Checkable: 81 of 263 have the interval .2553 to .3662, and the difference of 56 of 70 and 48 of
// 80 has .0524 to .3339, as printed in these two papers.
#pragma once

#include <cstdint>
#include <optional>

#include "tetlo/statistics/sample.h"

namespace tetlo {

struct Proportion {
  int64_t k = 0;
  int64_t n = 0;
};

/// Throws Error unless 0 ≤ k ≤ n. 0 to 1 if n is 0, the limit of the equation.
ConfidenceInterval wilson(Proportion proportion, double confidence = 0.95);

struct ProportionDifference {
  double difference = 0;  ///< p₁ − p₂
  ConfidenceInterval interval;
};

/// Nothing if an n is 0. Throws Error unless 0 ≤ k ≤ n.
std::optional<ProportionDifference> newcombe(Proportion first, Proportion second,
                                             double confidence = 0.95);

}  // namespace tetlo
