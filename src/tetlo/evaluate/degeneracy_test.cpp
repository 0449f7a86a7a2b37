// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/degeneracy.h"

#include <gmock/gmock.h>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Errors that begin at `first` and change by `step` per epoch.
std::vector<double> errors(int epochs, double first, double step) {
  std::vector<double> values;
  for (int e = 0; e < epochs; ++e) values.push_back(first + step * e);
  return values;
}

// Epoch e, counted from 1, has the error 10 − 0.1 (e − 1): 5.1 at epoch 50, 0.6 at epoch 95.
TEST(Degeneracy, ComparesTheLastTenthWithTheMiddle) {
  const Degeneracy falling = degeneracy(errors(100, 10, -0.1), Reading::kSensible);
  EXPECT_NEAR(falling.middle, 5.1, 1e-12);
  EXPECT_NEAR(falling.late, 0.6, 1e-12);
  EXPECT_FALSE(falling.degenerate);
  EXPECT_TRUE(degeneracy(errors(100, 1, 0.1), Reading::kSensible).degenerate);
}

TEST(Degeneracy, ToTheLetterItIsTheReverse) {
  EXPECT_TRUE(degeneracy(errors(100, 10, -0.1), Reading::kLiteral).degenerate);
  EXPECT_FALSE(degeneracy(errors(100, 1, 0.1), Reading::kLiteral).degenerate);
}

TEST(Degeneracy, ASearchThatStandsStillIsNotDegenerate) {
  for (const Reading reading : {Reading::kSensible, Reading::kLiteral}) {
    EXPECT_FALSE(degeneracy(errors(20, 3, 0), reading).degenerate);
  }
}

TEST(Windows, AreElevenEpochsOfAHundred) {
  const auto [middle, late] = windows(100);
  EXPECT_THAT(middle, testing::ElementsAre(44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54));
  EXPECT_THAT(late, testing::ElementsAre(89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99));
}

// With 20 epochs, those from 9 to 11 are compared with those from 18 to 20.
TEST(Degeneracy, ShorterSearchesAreMeasuredInProportion) {
  auto values = errors(20, 0, 0);
  values[8] = 3;
  values[17] = 6;
  const Degeneracy result = degeneracy(values, Reading::kSensible);
  EXPECT_DOUBLE_EQ(result.middle, 1);
  EXPECT_DOUBLE_EQ(result.late, 2);
  EXPECT_THROW(degeneracy(errors(9, 0, 0), Reading::kSensible), Error);
}

}  // namespace
}  // namespace tetlo
