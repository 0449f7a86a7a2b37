// SPDX-License-Identifier: Apache-2.0
// What few runs allow, computed exactly. An exact test of few values has few different p, and
// rejects what it tests at the 5 % level as often as the largest of them that is at most 5 %, which
// can be far less. An interval of a rate that is k of n holds the true rate as often as one of the
// k occurs whose interval holds it.
//
// Checkable: five differences have no p below 2/32, six have 2/64. If the rate is 1/2, all intervals
// of Wilson of a rate k of 2 hold it, and of one run at the rate 9/10 only that of 1 of 1 does.
#pragma once

#include <cstdint>

namespace tetlo {

/// The probability that Mann and Whitney's exact test of two groups of n values without ties, all
/// from one distribution, has a p of at most `level`.
double attainable_mann_whitney(int64_t n, double level);

/// The same of Wilcoxon's signed-rank test of n differences without ties and zeros.
double attainable_signed_rank(int64_t n, double level);

/// The probability that Wilson's 95 % interval of n runs at the rate p holds p.
double wilson_coverage(int64_t n, double p);

/// The probability that Newcombe's 95 % interval of n runs at the rate p and n at the rate q holds
/// p − q.
double newcombe_coverage(int64_t n, double p, double q);

}  // namespace tetlo
