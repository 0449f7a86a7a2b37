// SPDX-License-Identifier: Apache-2.0
// Pearson's correlation coefficient of two samples [Pearson1895], its interval by Fisher's
// transformation [Fisher1925, section 35], and Zou's interval of the difference of two coefficients
// of independent samples whose own intervals are (l₁, u₁) and (l₂, u₂) [Zou2007]:
//
//   r = Σ (x − x̄)(y − ȳ) / sqrt(Σ (x − x̄)² Σ (y − ȳ)²)
//
//   tanh(artanh r ± z / √(n − 3)),   where z is the quantile (1 + confidence) / 2 of the normal
//
//   r₁ − r₂ − √((r₁ − l₁)² + (u₂ − r₂)²)   to   r₁ − r₂ + √((u₁ − r₁)² + (r₂ − l₂)²)
//
// Checkable: the points (1, 2), (2, 4), (3, 3) have r = 1/2; two coefficients of 0, each of 28
// points, have a difference of ±√2 tanh(1.959963985 / 5).
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "tetlo/statistics/sample.h"

namespace tetlo {

/// r of two samples of the same size; NaN if a sample has fewer than two different values.
double pearson(const std::vector<double>& x, const std::vector<double>& y);

struct Correlation {
  double r = 0;
  size_t n = 0;
};

/// Nothing if n ≤ 3, if r is NaN, or if |r| = 1, where the transformation has no limit.
std::optional<ConfidenceInterval> fisher_interval(Correlation correlation,
                                                  double confidence = 0.95);

/// Of first minus second. Nothing if one of the two has no interval.
std::optional<ConfidenceInterval> zou_interval(Correlation first, Correlation second,
                                               double confidence = 0.95);

}  // namespace tetlo
