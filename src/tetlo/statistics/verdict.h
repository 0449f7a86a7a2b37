// SPDX-License-Identifier: Apache-2.0
// What runs say about a claim that one thing is lower, or higher, than another by something that
// matters. With I the 95 % interval of the difference, counted in the direction of the claim, and m
// the smallest difference that the claim implies, which is stated before the runs are made:
//
//   holds              I lies above 0
//   does not hold      else, I lies below m
//   not resolvable     otherwise: the runs agree with 0 and with m, or are too few for an interval
//
// Checkable: of the claim "lower", with m = 1, −3 to −1 holds, −0.5 to 0.5 does not, and −2 to 0.5
// is not resolvable.
#pragma once

#include <optional>
#include <string>

#include "tetlo/statistics/sample.h"

namespace tetlo {

enum class Claim { kNone, kLower, kHigher };

enum class Verdict { kHolds, kDoesNotHold, kNotResolvable };

/// "holds", "does not hold", "not resolvable at this size".
std::string to_string(Verdict verdict);

/// Half of the published difference, as far as it is in the direction of the claim: a claim that
/// was measured as larger is not kept by less. 0 if nothing was published.
double implied_effect(std::optional<double> arm, std::optional<double> against, Claim claim);

/// Of the interval of arm minus control; m = `smallest_effect` ≥ 0.
Verdict verdict_on(const std::optional<ConfidenceInterval>& difference, Claim claim,
                   double smallest_effect);

}  // namespace tetlo
