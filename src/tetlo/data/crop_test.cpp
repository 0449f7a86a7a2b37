// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/crop.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

constexpr Purpose kTest = purpose("test of crops");

TEST(Crop, OfTheMiddleIsASquareOfTheShorterSide) {
  const Box box = middle({375, 500}, 1);
  EXPECT_EQ(box.top, 0);
  EXPECT_EQ(box.left, 62);
  EXPECT_EQ(box.height, 375);
  EXPECT_EQ(box.width, 375);
  const Box inner = middle({256, 300}, 0.875);
  EXPECT_EQ(inner.height, 224);
  EXPECT_EQ(inner.top, 16);
  EXPECT_EQ(inner.left, 38);
  EXPECT_EQ(middle({1, 1}, 0.875).height, 1);
}

TEST(Crop, AtRandomHasTheGivenAreasAndShapes) {
  Random random(1, kTest);
  double area = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Box box = random_rectangle({1000, 1000}, {.least = 0.2, .most = 0.4}, random);
    ASSERT_GE(box.top, 0);
    ASSERT_LE(box.top + box.height, 1000);
    ASSERT_GE(box.left, 0);
    ASSERT_LE(box.left + box.width, 1000);
    const double share = static_cast<double>(box.height * box.width) / 1e6;
    ASSERT_GT(share, 0.198);
    ASSERT_LT(share, 0.402);
    const double ratio = static_cast<double>(box.width) / static_cast<double>(box.height);
    ASSERT_GT(ratio, 0.746);
    ASSERT_LT(ratio, 1.34);
    area += share;
  }
  // The mean of a uniform number; its standard error is .0004.
  EXPECT_NEAR(area / 20'000, 0.3, 0.0016);
}

TEST(Crop, AtRandomOfANarrowImageIsTheLargestOfSuchAShape) {
  Random random(1, kTest);
  const Box box = random_rectangle({30, 4000}, {.least = 0.9, .most = 1}, random);
  EXPECT_EQ(box.height, 30);
  EXPECT_EQ(box.width, 40);
  EXPECT_EQ(box.left, 1980);
  const Box dot = random_rectangle({1, 1}, {}, random);
  EXPECT_EQ(dot.height * dot.width, 1);
}

}  // namespace
}  // namespace tetlo
