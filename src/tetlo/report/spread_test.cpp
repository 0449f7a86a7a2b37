// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/spread.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsNan;

// The values are those of numpy.quantile(x, [0.25, 0.5, 0.75]).
TEST(MedianCurve, HasTheQuartilesOfTheRunsAsItsBand) {
  const Curve four = median_curve("a", "g0", {{10}, {1}, {3}, {2}});
  EXPECT_THAT(four.low, ElementsAre(1.75));
  EXPECT_THAT(four.y, ElementsAre(2.5));
  EXPECT_THAT(four.high, ElementsAre(4.75));
  const Curve five = median_curve("a", "g0", {{0.1}, {0.4}, {0.2}, {0.9}, {0.3}});
  EXPECT_THAT(five.low, ElementsAre(0.2));
  EXPECT_THAT(five.y, ElementsAre(0.3));
  EXPECT_THAT(five.high, ElementsAre(0.4));
}

TEST(MedianCurve, IsOfTheRunsThatHaveAValueInTheEpoch) {
  const Curve curve = median_curve("a", "g0", {{1, 2, std::nan("")}, {3, std::nan("")}, {}});
  EXPECT_THAT(curve.y, ElementsAre(2, 2, IsNan()));
  EXPECT_THAT(curve.low, ElementsAre(1.5, 2, IsNan()));
  EXPECT_THAT(curve.high, ElementsAre(2.5, 2, IsNan()));
}

TEST(MedianCurve, OfASingleRunHasNoBand) {
  const Curve curve = median_curve("a", "g0", {{1, 2}});
  EXPECT_THAT(curve.y, ElementsAre(1, 2));
  EXPECT_THAT(curve.low, IsEmpty());
}

}  // namespace
}  // namespace tetlo
