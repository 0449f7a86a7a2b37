// SPDX-License-Identifier: Apache-2.0
// A sample: values of which none is missing. Its moments, and the interval of a figure.
//
//   x̄ = Σ xᵢ / n,   s² = Σ (xᵢ − x̄)² / (n − 1)   [Fisher1925, section 24]
//
// Equal values have exactly s² = 0, whatever they are: deviations from the first value are summed.
//
// Checkable: 1, 2 and 6 have the mean 3 and the variance 7.
#pragma once

#include <span>

namespace tetlo {

/// The values of a figure that a sample does not contradict at a stated level.
struct ConfidenceInterval {
  double low = 0;
  double high = 0;

  bool holds(double value) const { return low <= value && value <= high; }
};

/// Throws Error unless there are at least `least` values, all finite and at most 1e100 in size, so
/// that no square of them overflows.
void require_sample(std::span<const double> sample, size_t least = 1);

/// Of a sample of at least one value.
double sample_mean(std::span<const double> sample);

/// Of a sample of at least two values.
double sample_variance(std::span<const double> sample);

}  // namespace tetlo
