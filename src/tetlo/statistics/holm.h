// SPDX-License-Identifier: Apache-2.0
// Holm's adjustment of the p values of several tests [Holm1979]. Whoever rejects all
// hypotheses whose adjusted value is at most α rejects a true one with probability at most α.
//
//   p̃₍ᵢ₎ = max over j ≤ i of min(1, (k − j + 1) p₍ⱼ₎),   where p₍₁₎ ≤ … ≤ p₍ₖ₎
//
// Checkable: .01, .04, .03 become .03, .06, .06.
#pragma once

#include <span>
#include <vector>

namespace tetlo {

/// The adjusted values in the order of the given ones. Throws Error if one is not in [0, 1].
std::vector<double> holm(std::span<const double> p);

}  // namespace tetlo
