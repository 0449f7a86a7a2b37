// SPDX-License-Identifier: Apache-2.0
// Student's t test of one sample: is its mean a stated one? [Fisher1925, section 24]
//
//   t = (x̄ − μ) √n / s,   with n − 1 degrees of freedom
//
// Checkable: 1, 2 and 6 against 0 have t = 3√3/√7 = 1.963961 and p = .188497.
#pragma once

#include <optional>
#include <span>

namespace tetlo {

/// The two-sided p. Nothing of a single value, or if the values do not vary, because the difference
/// then has no scale. Throws Error if the sample is empty or a value is not finite.
std::optional<double> one_sample_p(std::span<const double> sample, double mean);

}  // namespace tetlo
