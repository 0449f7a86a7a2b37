// SPDX-License-Identifier: Apache-2.0
// The round numbers at which the ticks of an axis stand: 1, 2 or 5 times a power of ten apart
// [Heckbert1990] or, on a logarithmic axis, at 1, 2 and 5 times powers of ten. The first tick is at
// most the lowest value, the last at least the highest.
//
// Checkable: the ticks of 0.3 to 9.1 are 0, 2, 4, 6, 8 and 10; on a logarithmic axis those of 0.01
// to 2 are 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1 and 2.
#pragma once

#include <vector>

namespace tetlo {

/// About five ticks, at least two.
std::vector<double> linear_ticks(double low, double high);

/// At least two ticks; `low` and `high` are positive. If there are more than four decades, ticks
/// stand only at powers of ten.
std::vector<double> logarithmic_ticks(double low, double high);

}  // namespace tetlo
