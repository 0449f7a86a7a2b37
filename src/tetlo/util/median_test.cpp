// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/median.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

TEST(Median, IsTheValueInTheMiddleOrTheMeanOfTheTwoThere) {
  EXPECT_EQ(median({7}), 7);
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1}), 2.5);
  EXPECT_EQ(median({9, 1, 100, 2}), 5.5);
}

}  // namespace
}  // namespace tetlo
