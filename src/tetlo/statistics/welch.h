// SPDX-License-Identifier: Apache-2.0
// Welch's t test: do two samples with variances of their own have the same mean? [Welch1947]
//
//   t = (x̄ − ȳ) / √(a + b),   a = s²_x / m,   b = s²_y / n
//   degrees of freedom = (a + b)² / (a²/(m − 1) + b²/(n − 1))   [Satterthwaite1946]
//   interval of the difference = x̄ − ȳ ± t* √(a + b)
//
// Checkable: 1, 2 and 3 against 2, 4 and 6 have t = −2/√(5/3) and 50/17 degrees of freedom.
#pragma once

#include <optional>
#include <span>

#include "tetlo/statistics/sample.h"

namespace tetlo {

struct Welch {
  double difference = 0;  ///< x̄ − ȳ
  double t = 0;
  double degrees = 0;
  double p = 1;  ///< two-sided
  ConfidenceInterval interval;
};

/// Nothing if a sample has a single value or the values of neither vary, because the differences
/// then have no scale. Throws Error if a sample is empty or a value is not finite.
std::optional<Welch> welch(std::span<const double> x, std::span<const double> y,
                           double confidence = 0.95);

}  // namespace tetlo
