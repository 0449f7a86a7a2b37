// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/rates.h"

#include <gmock/gmock.h>

#include <vector>

namespace tetlo {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

template <typename Rate>
std::vector<double> rates(int64_t epochs, const Rate& rate) {
  std::vector<double> all;
  for (int64_t e = 0; e < epochs; ++e) all.push_back(rate(e));
  return all;
}

TEST(Rates, CosineRunsFromFirstToLast) {
  EXPECT_DOUBLE_EQ(cosine_rate(0.025, 0.001, 0, 50), 0.025);
  EXPECT_DOUBLE_EQ(cosine_rate(0.025, 0.001, 25, 50), 0.013);
  EXPECT_NEAR(cosine_rate(0.025, 0.001, 50, 50), 0.001, 1e-15);
}

TEST(Rates, LinearFallsInEqualSteps) {
  EXPECT_THAT(rates(5, [](int64_t e) { return linear_rate(0.5, e, 5, 0); }),
              Pointwise(DoubleNear(1e-15), {0.5, 0.4, 0.3, 0.2, 0.1}));
}

// lr (E − 5 − e) / (E − 5) and, in the last five epochs, lr (E − e) / (5 (E − 5)).
TEST(Rates, LinearFallsMoreSlowlyInItsTail) {
  EXPECT_THAT(rates(10, [](int64_t e) { return linear_rate(1, e, 10, 5); }),
              Pointwise(DoubleNear(1e-15), {1.0, 0.8, 0.6, 0.4, 0.2, 0.2, 0.16, 0.12, 0.08, 0.04}));
  EXPECT_DOUBLE_EQ(linear_rate(0.5, 100, 250, 5), 0.5 * 145 / 245);
  EXPECT_DOUBLE_EQ(linear_rate(0.5, 248, 250, 5), 0.5 * 2 / (5 * 245));
}

TEST(Rates, ALinearRateIsPositiveInEveryEpochOfAShortTraining) {
  for (const int64_t epochs : {1, 2, 5, 6}) {
    for (int64_t e = 0; e < epochs; ++e) EXPECT_GT(linear_rate(1, e, epochs, 5), 0) << epochs;
  }
}

TEST(Rates, ExponentialIsMultipliedByTheFactorInEveryEpoch) {
  EXPECT_THAT(rates(3, [](int64_t e) { return exponential_rate(0.1, 0.97, e); }),
              Pointwise(DoubleNear(1e-15), {0.1, 0.097, 0.09409}));
}

TEST(Rates, WarmUpReachesTheFullRateInItsLastEpoch) {
  EXPECT_THAT(rates(7, [](int64_t e) { return warmup(e, 5); }),
              Pointwise(DoubleNear(1e-15), {0.2, 0.4, 0.6, 0.8, 1.0, 1.0, 1.0}));
  EXPECT_EQ(warmup(0, 0), 1);
}

}  // namespace
}  // namespace tetlo
