// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/proportion.h"

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

void expect_interval(const ConfidenceInterval& interval, double low, double high) {
  EXPECT_THAT(interval.low, ten_digits(low));
  EXPECT_THAT(interval.high, ten_digits(high));
}

// [Newcombe1998a, table I]
TEST(Wilson, HasThePublishedIntervals) {
  EXPECT_NEAR(wilson({81, 263}).low, 0.2553, 5e-5);
  EXPECT_NEAR(wilson({81, 263}).high, 0.3662, 5e-5);
}

TEST(Wilson, HasTheIntervalsOfStatsmodels) {
  expect_interval(wilson({81, 263}), 0.255288519878274, 0.3662095769828);
  expect_interval(wilson({15, 148}), 0.0623863995307363, 0.160487241723308);
  expect_interval(wilson({1, 29}), 0.00611321429276267, 0.171755218793203);
  expect_interval(wilson({7, 10}), 0.396778147461145, 0.892208732593699);
  expect_interval(wilson({437, 1000}), 0.406556246868357, 0.467925924700823);
  expect_interval(wilson({7, 10}, 0.99), 0.320024679201103, 0.920433683476934);
}

TEST(Wilson, ReachesExactlyTheEnds) {
  expect_interval(wilson({0, 20}), 0, 0.161125158052819);
  expect_interval(wilson({10, 10}), 0.722467200137111, 1);
  expect_interval(wilson({1, 1}), 0.206549314377237, 1);
  expect_interval(wilson({0, 1}), 0, 0.793450685622763);
  EXPECT_EQ(wilson({0, 20}).low, 0);
  EXPECT_EQ(wilson({10, 10}).high, 1);
}

TEST(Wilson, ExcludesNothingIfNothingWasTried) { expect_interval(wilson({0, 0}), 0, 1); }

TEST(Wilson, RefusesMoreThanWasTried) {
  EXPECT_THROW(wilson({3, 2}), Error);
  EXPECT_THROW(wilson({-1, 2}), Error);
}

// [Newcombe1998b, table II], columns a and b
TEST(Newcombe, HasThePublishedIntervals) {
  EXPECT_NEAR(newcombe({56, 70}, {48, 80})->interval.low, 0.0524, 5e-5);
  EXPECT_NEAR(newcombe({56, 70}, {48, 80})->interval.high, 0.3339, 5e-5);
  EXPECT_NEAR(newcombe({9, 10}, {3, 10})->interval.low, 0.1705, 5e-5);
  EXPECT_NEAR(newcombe({9, 10}, {3, 10})->interval.high, 0.8090, 5e-5);
}

TEST(Newcombe, HasTheIntervalsOfStatsmodels) {
  EXPECT_THAT(newcombe({56, 70}, {48, 80})->difference, ten_digits(0.2));
  expect_interval(newcombe({56, 70}, {48, 80})->interval, 0.052431472402365, 0.333872654036906);
  expect_interval(newcombe({9, 10}, {3, 10})->interval, 0.170522723934503, 0.809017973535488);
  expect_interval(newcombe({6, 7}, {2, 7})->interval, 0.0582279274823121, 0.806249637524228);
  expect_interval(newcombe({5, 56}, {0, 29})->interval, -0.0381371479035369, 0.192560013855112);
  expect_interval(newcombe({437, 1000}, {501, 1000})->interval, -0.107396672715682,
                  -0.0202583108649624);
}

TEST(Newcombe, HasTheIntervalsOfStatsmodelsAtTheEnds) {
  expect_interval(newcombe({0, 10}, {0, 20})->interval, -0.161125158052819, 0.277532799862889);
  expect_interval(newcombe({10, 10}, {0, 20})->interval, 0.679086037141915, 1);
  expect_interval(newcombe({1, 1}, {0, 1})->interval, -0.122108720681942, 1);
}

TEST(Newcombe, SaysNothingIfNothingWasTried) {
  EXPECT_FALSE(newcombe({0, 0}, {1, 2}).has_value());
  EXPECT_FALSE(newcombe({1, 2}, {0, 0}).has_value());
  EXPECT_THROW(newcombe({0, 0}, {3, 2}), Error);
}

}  // namespace
}  // namespace tetlo
