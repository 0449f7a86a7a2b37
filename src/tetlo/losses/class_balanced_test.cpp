// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/class_balanced.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;

TEST(ClassBalanced, WeightsAreOneForEqualCounts) {
  for (const double beta : {0.0, 0.9, 0.9999}) {
    EXPECT_THAT(class_weights({70, 70, 70, 70}, beta), Each(DoubleNear(1, 1e-12)));
  }
}

TEST(ClassBalanced, TenAndAHundredImagesHaveTheWeightsOfTheFormula) {
  // With β = .9, (1 − β^10)/(1 − β) = 6.5132156 and (1 − β^100)/(1 − β) = 9.9997344.
  const double few = 1 / 6.5132156, many = 1 / 9.9997344;
  EXPECT_THAT(class_weights({10, 100}, 0.9),
              ElementsAre(DoubleNear(2 * few / (few + many), 1e-7),
                          DoubleNear(2 * many / (few + many), 1e-7)));
}

TEST(ClassBalanced, WeightsAreInverseNumbersOfImagesInTheLimit) {
  EXPECT_THAT(class_weights({10, 100}, 1 - 1e-9),
              ElementsAre(DoubleNear(20.0 / 11, 1e-6), DoubleNear(2.0 / 11, 1e-6)));
}

TEST(ClassBalanced, WeightsAreOneIfBetaIsZero) {
  EXPECT_THAT(class_weights({10, 100, 1}, 0), Each(DoubleNear(1, 1e-15)));
}

TEST(ClassBalanced, AClassWithoutImagesHasTheWeightZeroAndLeavesTheOthersAtOne) {
  EXPECT_THAT(class_weights({5, 0, 5}, 0.9),
              ElementsAre(DoubleNear(1, 1e-12), 0, DoubleNear(1, 1e-12)));
}

TEST(ClassBalanced, LossOfABatchIsTheMeanOfWeightedLosses) {
  const ImageLosses losses = [](const Tensor&, const Tensor&) {
    return torch::tensor({3.0, 5.0, 7.0}, torch::kFloat64);
  };
  const Loss loss = weighted_mean_of(losses, {0.5, 1.5});
  const Tensor logits = torch::zeros({3, 2}, torch::kFloat64);
  EXPECT_DOUBLE_EQ(loss(logits, torch::tensor({0, 1, 1})).item<double>(),
                   (0.5 * 3 + 1.5 * 5 + 1.5 * 7) / 3);
}

}  // namespace
}  // namespace tetlo
