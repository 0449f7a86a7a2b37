// SPDX-License-Identifier: Apache-2.0
// Quantiles of a sample, linear between its values in order [Hyndman1996, definition 7], as in NumPy
// and R.
//
// Checkable: the lower quartile of 1, 2, 4 and 8 is 1.75, the median 3 and the upper quartile 5.
#pragma once

#include <span>

namespace tetlo {

/// The value below which the share `probability`, 0 to 1, of the sample lies. Throws Error if the
/// sample is empty or a value is not finite.
double quantile_of(std::span<const double> sample, double probability);

}  // namespace tetlo
