// SPDX-License-Identifier: Apache-2.0
// Ranks of values, from 1 up. Equal values, a tie, share the mean of their ranks, the midrank
// [Kendall1945]. It is a whole number of halves, so it is kept doubled.
//
// Checkable: 5, 1, 5 and 9 have the doubled midranks 5, 2, 5 and 8, and one tie of two.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tetlo {

struct Midranks {
  std::vector<int64_t> doubled;  ///< of each value
  std::vector<int64_t> groups;   ///< the sizes of the groups of equal values, lowest first
};

Midranks midranks(std::span<const double> values);

/// Σ (t³ − t) over the sizes t of the groups: what ties take from the variance of a sum of ranks.
double tie_correction(std::span<const int64_t> groups);

}  // namespace tetlo
