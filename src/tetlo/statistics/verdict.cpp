// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/verdict.h"

#include <algorithm>

namespace tetlo {
namespace {

/// 1 if larger differences are in the direction of the claim, else −1.
double direction(Claim claim) { return claim == Claim::kHigher ? 1 : -1; }

}  // namespace

std::string to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::kHolds:
      return "holds";
    case Verdict::kDoesNotHold:
      return "does not hold";
    case Verdict::kNotResolvable:
      break;
  }
  return "not resolvable at this size";
}

double implied_effect(std::optional<double> arm, std::optional<double> against, Claim claim) {
  if (!arm || !against) return 0;
  return std::max(0.0, direction(claim) * (*arm - *against) / 2);
}

Verdict verdict_on(const std::optional<ConfidenceInterval>& difference, Claim claim,
                   double smallest_effect) {
  if (!difference) return Verdict::kNotResolvable;
  const double towards = direction(claim);
  const auto [least, most] = std::minmax({towards * difference->low, towards * difference->high});
  if (least > 0) return Verdict::kHolds;
  return most < smallest_effect ? Verdict::kDoesNotHold : Verdict::kNotResolvable;
}

}  // namespace tetlo
