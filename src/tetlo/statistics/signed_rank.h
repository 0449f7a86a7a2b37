// SPDX-License-Identifier: Apache-2.0
// Wilcoxon's signed-rank test of paired differences [Wilcoxon1945, "Paired comparisons"]: are they
// symmetric about 0?
//
//   W⁺ = Σ rank(|dᵢ|) over the differences dᵢ > 0
//
// As in Wilcoxon's own treatment, differences of 0 are dropped before the ranks are given; ties
// have midranks. Under the hypothesis each of the 2ⁿ assignments of signs to the n ranks is equally
// probable. The exact test counts them by their W⁺, with a table over doubled midranks
// [Streitberg1986], and p is twice the smaller tail, at most 1. Of more than 1,000 differences it
// takes the normal approximation with corrections for ties and continuity [Lehmann1975, chapter
// 3]:
//
//   z = (|W⁺ − n(n + 1)/4| − 1/2) / √(n(n + 1)(2n + 1)/24 − Σ(t³ − t)/48)
//
// No result has a p below 2^(1 − n): five differences never reach .05.
//
// Checkable: the differences 1, 2, 3, −4 have W⁺ = 6 and p = 14/16 (of the 16 assignments, 7 reach
// 6); 1, 2, 3, 4, 5 have p = 2/32, the least.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tetlo {

struct SignedRank {
  size_t n = 0;         ///< differences that are not 0
  size_t zeros = 0;     ///< differences that are 0, and were dropped
  double positive = 0;  ///< W⁺
  double p = 1;         ///< two-sided; 1 if all differences are 0
  double least_p = 1;   ///< the smallest p that n differences can have in the exact test
  bool exact = true;    ///< p is not an approximation
};

/// Throws Error if there is no difference or one is not finite.
SignedRank signed_rank(std::span<const double> differences);

/// xᵢ − yᵢ, rounded to a multiple of about 10⁻⁹ of the largest value, so that differences of equal
/// decimals are equal: 0.9 − 0.8 and 0.3 − 0.2 differ in binary. Throws Error if the samples differ
/// in size.
std::vector<double> paired_differences(std::span<const double> x, std::span<const double> y);

}  // namespace tetlo
