// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/plot.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

TEST(Number, HasTheDecimalsThatItsNeighboursDifferIn) {
  EXPECT_EQ(number(2, 0.5), "2.0");
  EXPECT_EQ(number(2.0794, 0.001), "2.079");
  EXPECT_EQ(number(40, 20), "40");
  EXPECT_EQ(number(-0.0, 0.1), "0.0");
  EXPECT_EQ(number(1234567, 1000), "1.23e+06");
}

}  // namespace
}  // namespace tetlo
