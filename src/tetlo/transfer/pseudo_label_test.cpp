// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/pseudo_label.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

/// Logits with these class probabilities, and one arbitrary number added to those of each image.
Output classified(const std::vector<std::vector<double>>& probabilities) {
  std::vector<Tensor> logits;
  double offset = 1;
  for (const auto& p : probabilities) {
    logits.push_back(torch::tensor(p, torch::kFloat64).log() + (offset *= -3));
  }
  return {.encoding = {}, .logits = torch::stack(logits)};
}

double loss(const Output& teacher, const Output& learner) {
  const PseudoLabelTransfer transfer;
  return transfer.loss({transfer.knowledge(teacher, {}), learner, {}}).item<double>();
}

TEST(PseudoLabel, CostsTheDivergenceFromTheTeachersProbabilities) {
  EXPECT_NEAR(loss(classified({{.5, .5}}), classified({{.75, .25}})), std::log(4. / 3) / 2, 1e-15);
  // The other way round it would be log(27/16) / 4 = 0.1308.
  EXPECT_NEAR(loss(classified({{.75, .25}}), classified({{.5, .5}})), std::log(27. / 16) / 4,
              1e-15);
}

TEST(PseudoLabel, CostsNothingWhereTheLearnerAgrees) {
  const Output both = classified({{.2, .5, .3}, {.1, .1, .8}});
  EXPECT_NEAR(loss(both, both), 0, 1e-16);
}

TEST(PseudoLabel, IsTheMeanOverImages) {
  const double first = loss(classified({{.5, .5}}), classified({{.75, .25}}));
  EXPECT_NEAR(loss(classified({{.5, .5}, {.1, .9}}), classified({{.75, .25}, {.1, .9}})), first / 2,
              1e-15);
}

TEST(PseudoLabel, NeedsTheSameClasses) { EXPECT_TRUE(PseudoLabelTransfer().compares_classes()); }

}  // namespace
}  // namespace tetlo
