// SPDX-License-Identifier: Apache-2.0
// Pearson's correlation coefficient of two samples [Pearson1895]:
//
//   r = Σ (x − x̄)(y − ȳ) / sqrt(Σ (x − x̄)² Σ (y − ȳ)²)
//
// Checkable: the points (1, 2), (2, 4), (3, 3) have r = 1/2.
#pragma once

#include <vector>

namespace tetlo {

/// r of two samples of the same size; NaN if a sample has fewer than two different values.
double pearson(const std::vector<double>& x, const std::vector<double>& y);

}  // namespace tetlo
