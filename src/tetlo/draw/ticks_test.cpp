// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/ticks.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

TEST(Ticks, StandAtRoundNumbersThatEncloseTheValues) {
  EXPECT_THAT(linear_ticks(0.3, 9.1), ElementsAre(0, 2, 4, 6, 8, 10));
  EXPECT_THAT(linear_ticks(16.82, 18.06),
              Pointwise(DoubleNear(1e-9), {16.5, 17.0, 17.5, 18.0, 18.5}));
  EXPECT_THAT(linear_ticks(-1, 1), Pointwise(DoubleNear(1e-9), {-1.0, -.5, .0, .5, 1.0}));
}

TEST(Ticks, OfOneValueLieOnBothSidesOfIt) {
  for (const double value : {0.0, 3.0, 17.21, -0.4}) {
    const auto ticks = linear_ticks(value, value);
    EXPECT_LT(ticks.front(), ticks.back());
    EXPECT_LE(ticks.front(), value);
    EXPECT_GE(ticks.back(), value);
  }
}

TEST(Ticks, OfALogarithmicAxisStandAtOneTwoAndFive) {
  EXPECT_THAT(logarithmic_ticks(0.01, 2),
              Pointwise(DoubleNear(1e-9), {.01, .02, .05, .1, .2, .5, 1., 2.}));
  EXPECT_THAT(logarithmic_ticks(0.03, 0.03), Pointwise(DoubleNear(1e-9), {.02, .05}));
  EXPECT_THAT(logarithmic_ticks(1, 1), Pointwise(DoubleNear(1e-9), {1., 10.}));
}

TEST(Ticks, OfManyDecadesStandAtPowersOfTen) {
  EXPECT_THAT(logarithmic_ticks(1e-6, 1),
              Pointwise(DoubleNear(1e-12), {1e-6, 1e-5, 1e-4, 1e-3, .01, .1, 1.}));
}

}  // namespace
}  // namespace tetlo
