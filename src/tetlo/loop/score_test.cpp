// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/score.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

// Of 7 classes, the five with the largest logits are 6, 5, 4, 3 and 2.
TEST(Score, CountsAnImageIfOneOfItsBestFiveClassesIsRight) {
  const Tensor logits = torch::arange(7).to(torch::kFloat32).repeat({4, 1});
  const Tensor labels = torch::tensor({6, 2, 1, 0});
  EXPECT_EQ(score_top("test", logits, labels).means()["test_top5_accuracy"], 0.5);
  EXPECT_EQ(score("test", logits, labels, cross_entropy).means()["test_accuracy"], 0.25);
}

}  // namespace
}  // namespace tetlo
