// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/one_sample.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

// By scipy.stats.ttest_1samp of SciPy.
TEST(OneSample, HasThePOfScipy) {
  EXPECT_NEAR(*one_sample_p(std::vector<double>{1, 2, 6}, 0), 0.18849732879931097, 1e-10);
  EXPECT_NEAR(*one_sample_p(std::vector<double>{2, 3, 5, 4.5}, 4), 0.623837664781073, 1e-10);
  const std::vector<double> errors = {17.2,  17.1,  17.35, 17.05, 17.3,
                                      17.22, 17.18, 17.15, 17.4,  17.11};
  EXPECT_NEAR(*one_sample_p(errors, 20.58) / 8.879703632149373e-15, 1, 1e-10);
}

TEST(OneSample, IsOneAtTheOwnMean) {
  EXPECT_DOUBLE_EQ(*one_sample_p(std::vector<double>{1, 2, 6}, 3), 1);
}

TEST(OneSample, HasNoPWithoutAScale) {
  EXPECT_EQ(one_sample_p(std::vector<double>{1}, 0), std::nullopt);
  EXPECT_EQ(one_sample_p(std::vector<double>{0.1, 0.1, 0.1}, 0), std::nullopt);
}

TEST(OneSample, RefusesWhatIsNoSample) {
  EXPECT_THROW(one_sample_p(std::vector<double>{}, 0), Error);
  EXPECT_THROW(one_sample_p(std::vector<double>{1, std::nan("")}, 0), Error);
}

}  // namespace
}  // namespace tetlo
