// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/hypergradient_quality.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tetlo {
namespace {

Tensor vector(const std::vector<double>& x) { return torch::tensor(x, torch::kFloat64); }

/// P = α₁² + α₂ at α = (1, 0), whose gradient is (2, 1).
Bench bench() {
  const auto P = [](const Tensor& alpha) {
    return (alpha[0] * alpha[0] + alpha[1]).item<double>();
  };
  return {.P = P, .alpha = vector({1, 0}), .exact = vector({2, 1}), .h = 0.1};
}

TEST(Closeness, OfAnEstimateAtAnAngle) {
  const Closeness found = closeness(vector({1, 0}), vector({2, 1}));
  EXPECT_NEAR(found.cosine, 2 / std::sqrt(5), 1e-12);
  EXPECT_NEAR(found.relative_error, std::sqrt(2.0 / 5), 1e-12);
}

TEST(Closeness, OfAnEstimateHalfAsLongIsAnErrorOfAHalf) {
  const Closeness found = closeness(vector({1, 0.5}).to(torch::kFloat32), vector({2, 1}));
  EXPECT_NEAR(found.cosine, 1, 1e-7);
  EXPECT_NEAR(found.relative_error, 0.5, 1e-7);
}

TEST(Judge, FindsWhatIsPromisedOnAQuadratic) {
  const Judgement verdict = judge(bench(), vector({7, 0}));
  EXPECT_NEAR(verdict.measured, 0.4, 1e-12);
  EXPECT_NEAR(verdict.promised, 0.4, 1e-12);
}

TEST(Judge, FindsThatPFallsAgainstTheGradient) {
  const Judgement verdict = judge(bench(), vector({0, -3}).to(torch::kFloat32));
  EXPECT_NEAR(verdict.measured, -0.2, 1e-12);
  EXPECT_NEAR(verdict.promised, -0.2, 1e-12);
}

}  // namespace
}  // namespace tetlo
