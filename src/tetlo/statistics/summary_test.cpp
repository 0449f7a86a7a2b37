// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/summary.h"

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

TEST(SampleSummary, HasTheFiguresOfSciPy) {
  const SampleSummary summary = summarise(kFirst);
  EXPECT_EQ(summary.n, 6U);
  EXPECT_THAT(summary.mean, ten_digits(93.85));
  EXPECT_THAT(summary.median, ten_digits(94));
  EXPECT_THAT(summary.deviation.value(), ten_digits(0.896102672688793));
  EXPECT_THAT(summary.mean_interval->low, ten_digits(92.9095979182743));
  EXPECT_THAT(summary.mean_interval->high, ten_digits(94.7904020817257));
}

TEST(SampleSummary, HasSciPysIntervalAtAnotherLevel) {
  const SampleSummary summary = summarise(kFirst, 0.99);
  EXPECT_THAT(summary.mean_interval->low, ten_digits(92.3749115188693));
  EXPECT_THAT(summary.mean_interval->high, ten_digits(95.3250884811307));
}

TEST(SampleSummary, OfAThousandValuesHasTheFiguresOfSciPy) {
  const SampleSummary summary = summarise(thousand());
  EXPECT_THAT(summary.mean, ten_digits(0.500176412289395));
  EXPECT_THAT(summary.median, ten_digits(0.500991080277502));
  EXPECT_THAT(summary.deviation.value(), ten_digits(0.288904717534947));
  EXPECT_THAT(summary.mean_interval->low, ten_digits(0.482248520862376));
  EXPECT_THAT(summary.mean_interval->high, ten_digits(0.518104303716415));
}

TEST(SampleSummary, OfTwoValuesHasTheWideIntervalOfOneDegreeOfFreedom) {
  const SampleSummary summary = summarise(std::vector<double>{1, 2});
  EXPECT_THAT(summary.mean_interval->low, ten_digits(-4.85310236808735));
  EXPECT_THAT(summary.mean_interval->high, ten_digits(7.85310236808735));
}

TEST(SampleSummary, OfOneValueSaysNothingOfItsSpread) {
  const SampleSummary summary = summarise(std::vector<double>{7});
  EXPECT_EQ(summary.mean, 7);
  EXPECT_EQ(summary.median, 7);
  EXPECT_FALSE(summary.deviation.has_value());
  EXPECT_FALSE(summary.mean_interval.has_value());
}

TEST(SampleSummary, OfEqualValuesHasAnIntervalOfNoWidth) {
  const SampleSummary summary = summarise(std::vector<double>(3, 0.1));
  EXPECT_EQ(summary.deviation, 0.0);
  EXPECT_EQ(summary.mean_interval->low, 0.1);
  EXPECT_EQ(summary.mean_interval->high, 0.1);
}

TEST(SampleSummary, OfNothingIsRefused) {
  EXPECT_THROW(summarise(std::vector<double>{}), Error);
  EXPECT_THROW(summarise(std::vector<double>{1, NAN}), Error);
}

}  // namespace
}  // namespace tetlo
