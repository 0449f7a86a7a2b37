// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/attainable.h"

#include "tetlo/statistics/test_samples.h"

namespace tetlo {
namespace {

TEST(Attainable, SmallSizesHaveTheLevelsWorkedByHand) {
  EXPECT_EQ(attainable_signed_rank(5, 0.05), 0);  // the least p is 2/32
  EXPECT_DOUBLE_EQ(attainable_signed_rank(6, 0.05), 2.0 / 64);
  // Of the sizes 1 to 8, five sets have a sum of at most 3: {}, {1}, {2}, {3} and {1, 2}.
  EXPECT_DOUBLE_EQ(attainable_signed_rank(8, 0.05), 10.0 / 256);
  EXPECT_EQ(attainable_mann_whitney(3, 0.05), 0);  // the least p is 2/20
  EXPECT_DOUBLE_EQ(attainable_mann_whitney(3, 0.1), 2.0 / 20);
  EXPECT_DOUBLE_EQ(attainable_mann_whitney(4, 0.05), 2.0 / 70);
  // Of the 252 orders, one has U = 0, one U = 1, and two U = 2; three more would be 14/252.
  EXPECT_DOUBLE_EQ(attainable_mann_whitney(5, 0.05), 8.0 / 252);
}

// Counted in whole numbers, in Python.
TEST(Attainable, LargerSizesHaveTheLevelsOfWholeNumbers) {
  EXPECT_THAT(attainable_mann_whitney(10, 0.05), ten_digits(0.04325705254497824));
  EXPECT_THAT(attainable_mann_whitney(20, 0.05), ten_digits(0.04909032518937244));
  EXPECT_THAT(attainable_signed_rank(10, 0.05), ten_digits(0.048828125));
  EXPECT_THAT(attainable_signed_rank(60, 0.05), ten_digits(0.04928150598436129));
}

TEST(Attainable, IntervalsOfFewRunsHaveTheCoverageWorkedByHand) {
  EXPECT_DOUBLE_EQ(wilson_coverage(2, 0.5), 1);
  EXPECT_DOUBLE_EQ(wilson_coverage(1, 0.9), 0.9);  // 0 of 1 has 0 to .7935
  // Of rates .9 and .1, only 1 of 1 and 0 of 1 have an interval with .8.
  EXPECT_DOUBLE_EQ(newcombe_coverage(1, 0.9, 0.1), 0.81);
}

TEST(Attainable, IntervalsHaveTheCoverageOfThoseOfStatsmodels) {
  EXPECT_THAT(wilson_coverage(20, 0.2), ten_digits(0.9563281218730573));
  EXPECT_THAT(wilson_coverage(60, 0.05), ten_digits(0.970305898045117));
  EXPECT_THAT(newcombe_coverage(10, 0.2, 0.5), ten_digits(0.9470739255999995));
}

}  // namespace
}  // namespace tetlo
