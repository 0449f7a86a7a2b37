// SPDX-License-Identifier: Apache-2.0
// Hodges and Lehmann's estimates of location [Hodges1963], which belong to the
// rank tests of Wilcoxon and of Mann and Whitney.
//
//   pseudo-median = median of the Walsh averages (dᵢ + dⱼ)/2, i ≤ j
//   shift         = median of the differences xᵢ − yⱼ
//
// Both keep all averages or differences in memory, n(n + 1)/2 and m n numbers.
//
// Checkable: 1, 2 and 6 have the Walsh averages 1, 1.5, 2, 3.5, 4 and 6, and the pseudo-median
// 2.75; 5 and 9 against 1 and 2 have the differences 3, 4, 7 and 8, and the shift 5.5.
#pragma once

#include <span>

namespace tetlo {

/// Throws Error if there is no difference or one is not finite.
double pseudo_median(std::span<const double> differences);

/// How much larger x is. Throws Error if a sample is empty or a value is not finite.
double hodges_lehmann_shift(std::span<const double> x, std::span<const double> y);

}  // namespace tetlo
