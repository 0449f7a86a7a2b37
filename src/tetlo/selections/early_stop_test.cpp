// SPDX-License-Identifier: Apache-2.0
#include "tetlo/selections/early_stop.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

/// The λ measured up to `epoch`: 1 up to epoch 18, `then` after it.
std::vector<double> lambdas(int64_t epoch, double then) {
  std::vector<double> all;
  for (int64_t e = 0; e <= epoch; e += 2) all.push_back(e <= 18 ? 1 : then);
  return all;
}

// After epoch 22 the average about 18 is (1 + 1 + 1 + 2 + 2) / 5, after 20 it is not large enough.
// With 1.5 in the place of 2 it is 1.2 after 22, 1.3 after 24 and 1.4 after 26.
TEST(EarlyStop, StopsWhereTheLocalAverageHasGrownAndTakesEarlierCells) {
  const EarlyStop rule;
  EXPECT_EQ(rule.take(lambdas(20, 2)), std::nullopt);
  EXPECT_EQ(rule.take(lambdas(22, 2)), 10);
  EXPECT_EQ(rule.take(lambdas(24, 1.5)), std::nullopt);
  EXPECT_EQ(rule.take(lambdas(26, 1.5)), 14);
  EXPECT_EQ(rule.take(lambdas(40, 1)), std::nullopt);
}

TEST(EarlyStop, NoCellsFromBeforeTheTenthEpochAreTaken) {
  // Growth from the start: about epoch 16 against about 8, at epoch 20.
  std::vector<double> growing;
  for (int e = 0; e <= 20; e += 2) growing.push_back(std::pow(2.0, e));
  EXPECT_EQ(EarlyStop().take(growing), std::nullopt);
  growing.push_back(std::pow(2.0, 22));
  EXPECT_EQ(EarlyStop().take(growing), 10);
}

TEST(EarlyStop, TheFirstAverageHasThreeValues) {
  // Three λ give LA_0; with no distance and no first epoch it is compared with itself.
  const EarlyStop rule{.distance = 0, .ratio = 0.5, .first = 0};
  EXPECT_EQ(rule.take({1, 2}), std::nullopt);
  EXPECT_EQ(rule.take({1, 2, 3}), 0);
}

}  // namespace
}  // namespace tetlo
