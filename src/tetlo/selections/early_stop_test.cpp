// SPDX-License-Identifier: Apache-2.0
#include "tetlo/selections/early_stop.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

/// The λ measured up to `epoch`, which are 1 up to epoch 18 and `then` afterwards.
std::vector<double> lambdas(int64_t epoch, double then) {
  std::vector<double> all;
  for (int64_t e = 0; e <= epoch; e += 2) all.push_back(e <= 18 ? 1 : then);
  return all;
}

// After epoch 22 the average around epoch 18 is (1 + 1 + 1 + 2 + 2) / 5; after epoch 20 it is not
// yet large enough. With 1.5 instead of 2, the newest average is 1.2 after epoch 22, 1.3 after 24
// and 1.4 after 26.
TEST(EarlyStop, StopsWhereTheLocalAverageHasGrownAndTakesEarlierCells) {
  const EarlyStop rule;
  EXPECT_EQ(rule.take(lambdas(20, 2)), std::nullopt);
  EXPECT_EQ(rule.take(lambdas(22, 2)), 10);
  EXPECT_EQ(rule.take(lambdas(24, 1.5)), std::nullopt);
  EXPECT_EQ(rule.take(lambdas(26, 1.5)), 14);
  EXPECT_EQ(rule.take(lambdas(40, 1)), std::nullopt);
}

TEST(EarlyStop, NoCellsFromBeforeTheTenthEpochAreTaken) {
  // λ grows from the start. At epoch 20 the average around epoch 16 is compared with that around 8.
  std::vector<double> growing;
  for (int e = 0; e <= 20; e += 2) growing.push_back(std::pow(2.0, e));
  EXPECT_EQ(EarlyStop().take(growing), std::nullopt);
  growing.push_back(std::pow(2.0, 22));
  EXPECT_EQ(EarlyStop().take(growing), 10);
}

TEST(EarlyStop, TheFirstAverageHasThreeValues) {
  // Three λ give LA_0. With a distance of 0 and no first epoch, it is compared with itself.
  const EarlyStop rule{.distance = 0, .ratio = 0.5, .first = 0};
  EXPECT_EQ(rule.take({1, 2}), std::nullopt);
  EXPECT_EQ(rule.take({1, 2, 3}), 0);
}

}  // namespace
}  // namespace tetlo
