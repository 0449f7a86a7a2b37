// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/sample.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

TEST(Moments, HasTheMomentsWorkedByHand) {
  const std::vector<double> sample = {1, 2, 6};
  EXPECT_DOUBLE_EQ(sample_mean(sample), 3);
  EXPECT_DOUBLE_EQ(sample_variance(sample), 7);
}

// The sum of ten times .1 is not 1, so that a plain mean would differ from the values.
TEST(Moments, OfEqualValuesDoesNotVary) {
  const std::vector<double> sample(10, 0.1);
  EXPECT_EQ(sample_mean(sample), 0.1);
  EXPECT_EQ(sample_variance(sample), 0);
}

TEST(Moments, IsRefusedIfItLacksAValue) {
  using Limits = std::numeric_limits<double>;
  for (const double bad : {Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), 1e101}) {
    EXPECT_THROW(require_sample(std::vector<double>{1, bad}), Error) << bad;
  }
  EXPECT_THROW(require_sample(std::vector<double>{}), Error);
  EXPECT_THROW(require_sample(std::vector<double>{1}, 2), Error);
  EXPECT_NO_THROW(require_sample(std::vector<double>{1, -1e100}, 2));
}

}  // namespace
}  // namespace tetlo
