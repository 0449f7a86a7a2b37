// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/pearson.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tetlo {
namespace {

// Deviations (−1, 0, 1) and (−1, 1, 0): 1 / sqrt(2 · 2).
TEST(Pearson, HasTheValuesWorkedByHand) {
  EXPECT_NEAR(pearson({1, 2, 3}, {2, 4, 3}), 0.5, 1e-15);
  // Deviations (−2, −1, 0, 3) and (1, −1, 1, −1): −4 / sqrt(14 · 4).
  EXPECT_NEAR(pearson({0, 1, 2, 5}, {2, 0, 2, 0}), -2 / std::sqrt(14), 1e-15);
}

TEST(Pearson, IsOneOnARisingLineAndMinusOneOnAFallingOne) {
  EXPECT_NEAR(pearson({1, 2, 4}, {10, 30, 70}), 1, 1e-15);
  EXPECT_NEAR(pearson({1, 2, 4}, {-10, -30, -70}), -1, 1e-15);
}

TEST(Pearson, IsUndefinedIfNothingVaries) {
  EXPECT_TRUE(std::isnan(pearson({.1, .1, .1}, {1, 2, 3})));  // whose sum is not 3 times .1
  EXPECT_TRUE(std::isnan(pearson({}, {})));
}

}  // namespace
}  // namespace tetlo
