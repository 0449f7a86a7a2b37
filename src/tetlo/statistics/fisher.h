// SPDX-License-Identifier: Apache-2.0
// Fisher's exact test [Fisher1935]: do two proportions, k₁ of n₁ and k₂ of n₂, have the same rate?
// If so, then given r = k₁ + k₂ the first of them has the hypergeometric distribution:
//
//   P(k) = C(n₁, k) C(n₂, r − k) / C(n₁ + n₂, r)
//
// The two-sided p is the sum of all P(k) ≤ P(k₁), as in R and SciPy; probabilities that differ by
// less than a relative 10⁻⁷ count as equal, as in R.
//
// Checkable: 3 of 4 and 1 of 4 have p = (1 + 16 + 16 + 1)/70.
#pragma once

#include "tetlo/statistics/proportion.h"

namespace tetlo {

/// Two-sided; 1 if an n is 0. Throws Error unless 0 ≤ k ≤ n.
double fisher_exact(Proportion first, Proportion second);

}  // namespace tetlo
