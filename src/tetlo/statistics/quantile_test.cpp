// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/quantile.h"

#include <gtest/gtest.h>

#include <vector>

namespace tetlo {
namespace {

TEST(Quantile, IsLinearBetweenTheValuesInOrder) {
  const std::vector<double> sample = {8, 1, 4, 2};
  EXPECT_DOUBLE_EQ(quantile_of(sample, 0), 1);
  EXPECT_DOUBLE_EQ(quantile_of(sample, 0.25), 1.75);
  EXPECT_DOUBLE_EQ(quantile_of(sample, 0.5), 3);
  EXPECT_DOUBLE_EQ(quantile_of(sample, 0.75), 5);
  EXPECT_DOUBLE_EQ(quantile_of(sample, 1), 8);
}

TEST(Quantile, HasTheFiguresOfNumPy) {
  const std::vector<double> sample = {93.08, 89.78, 84.21, 79.93, 93.51, 93.13, 93.74};
  EXPECT_NEAR(quantile_of(sample, 0.25), 86.995, 1e-10);
  EXPECT_NEAR(quantile_of(sample, 0.9), 93.602, 1e-10);
}

TEST(Quantile, OfOneValueIsThatValue) { EXPECT_EQ(quantile_of(std::vector<double>{7}, 0.25), 7); }

}  // namespace
}  // namespace tetlo
