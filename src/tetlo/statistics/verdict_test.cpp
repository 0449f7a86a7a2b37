// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/verdict.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

TEST(Verdict, HoldsIfTheIntervalExcludes0InTheClaimedDirection) {
  EXPECT_EQ(verdict_on(ConfidenceInterval{-3, -1}, Claim::kLower, 1), Verdict::kHolds);
  EXPECT_EQ(verdict_on(ConfidenceInterval{1, 3}, Claim::kHigher, 1), Verdict::kHolds);
  // However small it is.
  EXPECT_EQ(verdict_on(ConfidenceInterval{-0.2, -0.1}, Claim::kLower, 1), Verdict::kHolds);
}

TEST(Verdict, DoesNotHoldIfTheIntervalExcludesTheSmallestEffect) {
  EXPECT_EQ(verdict_on(ConfidenceInterval{-0.5, 0.5}, Claim::kLower, 1), Verdict::kDoesNotHold);
  EXPECT_EQ(verdict_on(ConfidenceInterval{1, 3}, Claim::kLower, 1), Verdict::kDoesNotHold);
  EXPECT_EQ(verdict_on(ConfidenceInterval{-3, -1}, Claim::kHigher, 0), Verdict::kDoesNotHold);
}

TEST(Verdict, IsNotResolvableIfBothAreInTheInterval) {
  EXPECT_EQ(verdict_on(ConfidenceInterval{-2, 0.5}, Claim::kLower, 1), Verdict::kNotResolvable);
  EXPECT_EQ(verdict_on(ConfidenceInterval{-1, 0}, Claim::kLower, 1), Verdict::kNotResolvable);
  EXPECT_EQ(verdict_on(std::nullopt, Claim::kLower, 1), Verdict::kNotResolvable);
}

TEST(Verdict, TheImpliedEffectIsHalfOfThePublishedDifference) {
  EXPECT_DOUBLE_EQ(implied_effect(17, 20, Claim::kLower), 1.5);
  EXPECT_DOUBLE_EQ(implied_effect(90, 80, Claim::kHigher), 5);
  // What was published in the other direction implies nothing.
  EXPECT_DOUBLE_EQ(implied_effect(20, 17, Claim::kLower), 0);
  EXPECT_DOUBLE_EQ(implied_effect(std::nullopt, 17, Claim::kLower), 0);
}

}  // namespace
}  // namespace tetlo
