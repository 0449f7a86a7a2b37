// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/robust_log.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/losses/table.h"

namespace tetlo {
namespace {

constexpr double kEpsilon = 0.01;

/// Logits whose softmax is p.
Tensor logits_of(const std::vector<double>& p) {
  return torch::tensor(p, torch::kFloat64).log().unsqueeze(0);
}

Tensor label(int64_t y) { return torch::full({1}, y, torch::kInt64); }

TEST(RobustLog, HasTheValueOfItsFormula) {
  const double expected =
      std::log(1.01 / 0.01) - std::log(0.01 + 0.5) + (std::log(0.31) + std::log(0.21)) / 2;
  EXPECT_NEAR(robust_log(logits_of({0.3, 0.5, 0.2}), label(1), kEpsilon).item<double>(), expected,
              1e-14);
}

TEST(RobustLog, IsZeroAtASureRightAnswer) {
  const Tensor sure = torch::tensor({{0.F, 200.F, 0.F}});
  EXPECT_EQ(robust_log(sure, label(1), kEpsilon).item<float>(), 0);
}

TEST(RobustLog, OfASureWrongAnswerAmongThreeIsOneAndAHalfLogarithms) {
  // log((1+ε)/ε) from −log(ε + 0), and half of it from the class that is sure.
  const Tensor sure = torch::tensor({{0.F, 200.F, 0.F}});
  EXPECT_NEAR(robust_log(sure, label(0), kEpsilon).item<float>(), 1.5 * std::log(101.0), 1e-5);
}

TEST(RobustLog, SumsToAConstantOverAllLabels) {
  const int64_t classes = 7;
  const Tensor logits = 3 * torch::randn({5, classes}, torch::kFloat64);
  Tensor sum = torch::zeros({5}, torch::kFloat64);
  for (int64_t y = 0; y < classes; ++y) {
    sum = sum + robust_log(logits, torch::full({5}, y, torch::kInt64), 0.2);
  }
  for (int64_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(sum[i].item<double>(), classes * std::log(1.2 / 0.2), 1e-12);
  }
}

// Label noise only scales it: the expected loss is (1 − η K/(K − 1)) L plus a constant.
TEST(RobustLog, HasTheSameOrderUnderLabelNoise) {
  const double noise = 0.6;
  const int64_t classes = 10;
  const Tensor logits = torch::randn({2, classes}, torch::kFloat64);
  const auto loss = [&](int64_t y) {
    return robust_log(logits, torch::full({2}, y, torch::kInt64), kEpsilon);
  };
  Tensor expected = (1 - noise) * loss(0);
  for (int64_t y = 1; y < classes; ++y) expected = expected + noise / (classes - 1) * loss(y);
  const Tensor clean = loss(0);
  EXPECT_NEAR((expected[0] - expected[1]).item<double>(),
              (1 - noise * 10 / 9) * (clean[0] - clean[1]).item<double>(), 1e-12);
}

TEST(RobustLog, IsFiniteForExtremeLogitsInSinglePrecision) {
  for (const double epsilon : {1e-6, 0.01, 1e3}) {
    const Tensor logits =
        torch::tensor({{1e4F, -1e4F, 0.F}, {-1e30F, 1e30F, 5.F}}).requires_grad_();
    const Tensor loss = robust_log(logits, torch::tensor({1, 0}), epsilon).sum();
    loss.backward();
    EXPECT_TRUE(loss.isfinite().item<bool>()) << epsilon;
    EXPECT_TRUE(logits.grad().isfinite().all().item<bool>()) << epsilon;
  }
}

TEST(RobustLog, AgreesInBothPrecisions) {
  const Tensor logits = 4 * torch::randn({50, 10}, torch::kFloat64);
  const Tensor labels = torch::arange(50).remainder(10);
  const Tensor single = robust_log(logits.to(torch::kFloat32), labels, kEpsilon);
  const Tensor twice = robust_log(logits, labels, kEpsilon);
  EXPECT_LT((single.to(torch::kFloat64) - twice).abs().max().item<double>(), 1e-5);
}

}  // namespace
}  // namespace tetlo
