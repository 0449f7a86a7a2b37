// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/kendall.h"

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using Values = std::vector<double>;

/// τ by comparing all pairs.
double compared(const Values& x, const Values& y) {
  double difference = 0, untied_x = 0, untied_y = 0;
  for (size_t i = 0; i < x.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      const double of_x = x[i] > x[j] ? 1 : x[i] < x[j] ? -1 : 0;
      const double of_y = y[i] > y[j] ? 1 : y[i] < y[j] ? -1 : 0;
      difference += of_x * of_y;
      untied_x += std::abs(of_x);
      untied_y += std::abs(of_y);
    }
  }
  return difference / std::sqrt(untied_x * untied_y);
}

void expect_figures(const std::optional<Kendall>& kendall, double tau,
                    ConfidenceInterval interval) {
  ASSERT_TRUE(kendall.has_value() && kendall->interval.has_value());
  EXPECT_THAT(kendall->tau, ten_digits(tau));
  EXPECT_THAT(kendall->interval->low, ten_digits(interval.low));
  EXPECT_THAT(kendall->interval->high, ten_digits(interval.high));
}

TEST(Kendall, HasTheValuesWorkedByHand) {
  EXPECT_DOUBLE_EQ(kendall(Values{1, 1, 2}, Values{1, 2, 3})->tau, 2 / std::sqrt(6));
  expect_figures(kendall(Values{1, 2, 3, 4, 5}, Values{2, 1, 3, 5, 4}), 0.6,
                 {-0.53883047365082, 0.963227723310918});
}

TEST(Kendall, HasSciPysTauWithTies) {
  const Values x = {1, 1, 2, 3, 3, 3, 4, 5}, y = {2, 1, 2, 2, 4, 4, 3, 3};
  expect_figures(kendall(x, y), 0.510753918455249, {-0.0838798539262599, 0.837151585449842});
  expect_figures(kendall(x, y, 0.99), 0.510753918455249, {-0.279960579114909, 0.888580202264937});
}

TEST(Kendall, OfAThousandValuesHasSciPysTau) {
  expect_figures(kendall(thousand(), other_thousand()), 0.00441241241241241,
                 {-0.0366255151243189, 0.0454354830514098});
}

TEST(Kendall, OfAllCellsOfATableHasSciPysTau) {
  const Values x = scattered({.n = 15625, .factor = 7919, .modulus = 1009});
  Values y = scattered({.n = 15625, .factor = 31, .modulus = 501});
  for (size_t i = 0; i < y.size(); ++i) y[i] += x[i];
  expect_figures(kendall(x, y), 0.709094292997989, {0.703902214884855, 0.714210598301646});
}

TEST(Kendall, EqualsTheComparisonOfAllPairs) {
  for (int64_t n = 3; n <= 40; ++n) {
    for (const int64_t modulus : {3, 7, 101}) {
      const Values x = scattered({.n = n, .factor = 37, .modulus = modulus});
      const Values y = scattered({.n = n, .factor = 53, .modulus = 11});
      EXPECT_NEAR(kendall(x, y)->tau, compared(x, y), 1e-13) << n << " values mod " << modulus;
    }
  }
}

TEST(Kendall, OfTheSameOrderIsExactlyOneAndHasNoInterval) {
  const Values x = scattered({.n = 15625, .factor = 7919, .modulus = 1009});
  Values falling = x;
  for (double& value : falling) value = -value;
  EXPECT_EQ(kendall(x, x)->tau, 1);
  EXPECT_EQ(kendall(x, falling)->tau, -1);
  EXPECT_FALSE(kendall(x, x)->interval.has_value());
}

TEST(Kendall, OfFourValuesHasNoInterval) {
  EXPECT_FALSE(kendall(Values{1, 2, 3, 4}, Values{1, 3, 2, 4})->interval.has_value());
}

TEST(Kendall, IsUndefinedIfNothingVaries) {
  EXPECT_FALSE(kendall(Values{1, 1, 1}, Values{1, 2, 3}).has_value());
  EXPECT_FALSE(kendall(Values{1, 2, 3}, Values{1, 1, 1}).has_value());
  EXPECT_FALSE(kendall(Values{1}, Values{2}).has_value());
}

TEST(Kendall, RefusesWhatCannotBePaired) {
  EXPECT_THROW(kendall(Values{1, 2}, Values{1}), Error);
  EXPECT_THROW(kendall(Values{1, NAN}, Values{1, 2}), Error);
  EXPECT_THROW(kendall(Values{}, Values{}), Error);
}

}  // namespace
}  // namespace tetlo
