// SPDX-License-Identifier: Apache-2.0
// Mann and Whitney's test of two unpaired samples of m and n values [Mann1947]: are they drawn from
// one distribution?
//
//   U = #{xᵢ > yⱼ} + #{xᵢ = yⱼ}/2,   U/(mn) = P(X > Y) + P(X = Y)/2   [Vargha2000]
//
// The quotient is the probability of superiority. Under the hypothesis each choice of m of the
// m + n values as the first sample is equally probable. The exact test counts the choices by their
// sum of doubled midranks, so that ties keep it exact [Streitberg1986]; p is twice the smaller
// tail, at most 1. If there are more than 10,000 pairs, m n, it takes the normal approximation with
// corrections for ties and continuity instead [Lehmann1975, chapter 1]; N = m + n:
//
//   z = (|U − mn/2| − 1/2) / √(mn/12 (N + 1 − Σ(t³ − t)/(N(N − 1))))
//
// Checkable: 1, 2 and 3 against 4, 5 and 6 have U = 0 and p = 2/20, the least of these sizes; 1 and
// 2 against 2 and 3 have U = 1/2 and p = 4/6, the least with this tie.
#pragma once

#include <span>

namespace tetlo {

struct MannWhitney {
  double u = 0;            ///< of the first sample
  double superiority = 0;  ///< U/(mn)
  double p = 1;            ///< two-sided; 1 if all values are equal
  double least_p = 1;      ///< the smallest p of these sizes and ties in the exact test
  bool exact = true;       ///< p is not an approximation
};

/// Throws Error if a sample is empty or a value is not finite.
MannWhitney mann_whitney(std::span<const double> x, std::span<const double> y);

}  // namespace tetlo
