// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/pearson.h"

#include <cmath>

#include "tetlo/statistics/test_samples.h"

namespace tetlo {
namespace {

void expect_interval(const std::optional<ConfidenceInterval>& interval, double low, double high) {
  ASSERT_TRUE(interval.has_value());
  EXPECT_THAT(interval->low, ten_digits(low));
  EXPECT_THAT(interval->high, ten_digits(high));
}

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
  EXPECT_TRUE(std::isnan(pearson({1, 1, 1}, {1, 2, 3})));
  EXPECT_TRUE(std::isnan(pearson({}, {})));
}

Correlation correlation(const std::vector<double>& x, const std::vector<double>& y) {
  return {pearson(x, y), x.size()};
}

TEST(Pearson, HasTheIntervalsOfSciPy) {
  const Correlation five = correlation({1, 2, 3, 4, 5}, {2, 1, 3, 5, 4});
  expect_interval(fisher_interval(five), -0.279640041969355, 0.986196193301271);
  expect_interval(fisher_interval(five, 0.99), -0.618624690962075, 0.994199172853526);
  const Correlation accuracies = correlation(kFirst, {93.5, 93.9, 93.2, 93.1, 94.0, 92.0});
  expect_interval(fisher_interval(accuracies), 0.0651733982217301, 0.981186467713757);
  expect_interval(fisher_interval(correlation(thousand(), other_thousand())), -0.0614815934008887,
                  0.0625045390050053);
}

TEST(Pearson, HasNoIntervalOfThreePointsOrOnALine) {
  EXPECT_FALSE(fisher_interval({0.5, 3}).has_value());
  EXPECT_FALSE(fisher_interval({-1, 9}).has_value());
  EXPECT_FALSE(fisher_interval({std::nan(""), 9}).has_value());
  EXPECT_FALSE(zou_interval({0.5, 9}, {0.5, 3}).has_value());
  EXPECT_FALSE(zou_interval({1, 9}, {0.5, 9}).has_value());
}

// artanh 0 = 0, so that both intervals are ±tanh(z/√25).
TEST(Pearson, TwoWithoutCorrelationDifferAsInTheClosedForm) {
  const double reach = std::sqrt(2) * std::tanh(1.959963984540054 / 5);
  expect_interval(zou_interval({0, 28}, {0, 28}), -reach, reach);
}

// Zou's equation with the intervals of SciPy, in Python.
TEST(Pearson, DiffersByZousInterval) {
  expect_interval(zou_interval({0.49, 145}, {0.36, 87}), -0.0871819894278811, 0.359167685734686);
  expect_interval(zou_interval({0.9, 12}, {-0.2, 10}), 0.372631088443794, 1.641633400971);
}

}  // namespace
}  // namespace tetlo
