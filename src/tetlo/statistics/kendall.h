// SPDX-License-Identifier: Apache-2.0
// Kendall's rank correlation with ties, τ-b [Kendall1945].
//
//   τ = (C − D) / √((P − X)(P − Y))
//
// Of the P = n(n − 1)/2 pairs, C rise or fall in both samples, D rise in one and fall in the other,
// X are ties in x, and Y ties in y. D is the number of exchanges of a merge sort, so that all takes
// n log n steps [Knight1966].
//
// The interval is that of Fisher's transformation with the variance of [Fieller1957], as
// recommended by [Bonett2000] for n > 4 and |τ| < .8; it is derived for normal samples, in
// which ties are rare:
//
//   tanh(artanh τ ± z √(.437/(n − 4)))
//
// Checkable: 1, 2, 3, 4, 5 and 2, 1, 3, 5, 4 have τ = 6/10 and the 95 % interval from tanh(artanh
// .6 − 1.959963985 √.437) on; 1, 1, 2 and 1, 2, 3 have τ = 2/√6.
#pragma once

#include <optional>
#include <span>

#include "tetlo/statistics/sample.h"

namespace tetlo {

struct Kendall {
  double tau = 0;
  /// Nothing if n ≤ 4, or if |τ| = 1, where the transformation has no limit.
  std::optional<ConfidenceInterval> interval;
};

/// Nothing if all values of a sample are equal, as those of a single value are. Throws Error if the
/// samples differ in size, are empty or have a value that is not finite.
std::optional<Kendall> kendall(std::span<const double> x, std::span<const double> y,
                               double confidence = 0.95);

}  // namespace tetlo
