// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/range.h"

#include <gtest/gtest.h>

#include <limits>

namespace tetlo {
namespace {

TEST(Range, HoldsBothOfItsBounds) {
  const Range range{1, 9};
  EXPECT_TRUE(range.contains(1));
  EXPECT_TRUE(range.contains(9));
  EXPECT_FALSE(range.contains(0));
  EXPECT_FALSE(range.contains(10));
}

TEST(Interval, HoldsTheBoundsThatItIncludes) {
  EXPECT_TRUE(fraction().contains(0));
  EXPECT_FALSE(fraction().contains(1));
  EXPECT_FALSE(positive(5).contains(0));
  EXPECT_TRUE(positive(5).contains(std::numeric_limits<double>::denorm_min()));
  EXPECT_TRUE(positive(5).contains(5));
  EXPECT_TRUE(not_negative(5).contains(0));
  EXPECT_FALSE(not_negative(5).contains(5.5));
}

TEST(Interval, DoesNotHoldNan) {
  EXPECT_FALSE(not_negative(5).contains(std::numeric_limits<double>::quiet_NaN()));
}

TEST(Range, IsSaidInWords) {
  EXPECT_EQ(to_string(Range{1, 100'000}), "from 1 to 100000");
  EXPECT_EQ(to_string(fraction()), "at least 0 and below 1");
  EXPECT_EQ(to_string(positive(1e6)), "above 0 and at most 1000000");
  EXPECT_EQ(to_string(not_negative(0.5)), "from 0 to 0.5");
}

}  // namespace
}  // namespace tetlo
