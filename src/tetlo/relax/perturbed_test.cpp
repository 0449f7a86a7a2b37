// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/perturbed.h"

#include <gmock/gmock.h>

#include "tetlo/util/random.h"

namespace tetlo {
namespace {

Mixture one_edge(const std::vector<double>& weights) {
  return {.normal = {.edges = {torch::tensor(weights, torch::kFloat64)}}, .reduce = {}};
}

std::vector<double> weights_of(const Mixture& mixture) {
  const Tensor weights = mixture.normal.edges.front();
  return {weights.data_ptr<double>(), weights.data_ptr<double>() + weights.numel()};
}

at::Generator randomness(uint64_t at) { return generator(1, purpose("test"), at); }

TEST(Perturbed, ProjectionClipsAndDivides) {
  using testing::DoubleEq;
  EXPECT_THAT(weights_of(to_simplex(one_edge({0.7, -0.1, 0.5}))),
              testing::ElementsAre(DoubleEq(7.0 / 12), 0, DoubleEq(5.0 / 12)));
  EXPECT_THAT(weights_of(to_simplex(one_edge({1.5, 0.25}))), testing::ElementsAre(0.8, 0.2));
  EXPECT_THAT(weights_of(to_simplex(one_edge({-2, -1}))), testing::ElementsAre(0, 1));
}

TEST(Perturbed, WhatTheProjectionPutsAtZeroIsNotPresent) {
  const Mixture projected = to_simplex(one_edge({0.7, -0.1, 0.5}));
  EXPECT_THAT(projected.normal.edge(0).present, testing::ElementsAre(true, false, true));
}

TEST(Perturbed, AtRandomStaysWithinEpsilonBeforeTheProjection) {
  // The two entries are 1/2 ± u and 1/2 ± v; the projection divides them by a sum between 1 − 2 ε
  // and 1 + 2 ε.
  const double epsilon = 0.1;
  double minimum = 1, maximum = 0;
  for (uint64_t i = 0; i < 500; ++i) {
    const auto p = weights_of(perturb_randomly(one_edge({0.5, 0.5}), epsilon, randomness(i)));
    EXPECT_NEAR(p[0] + p[1], 1, 1e-12);
    minimum = std::min(minimum, p[0]);
    maximum = std::max(maximum, p[0]);
  }
  // The extremes are 0.4 / (0.4 + 0.6) and 0.6 / (0.6 + 0.4).
  EXPECT_GE(minimum, 0.4 - 1e-12);
  EXPECT_LE(maximum, 0.6 + 1e-12);
  EXPECT_LT(minimum, 0.42);
  EXPECT_GT(maximum, 0.58);
}

TEST(Perturbed, AnAttackGoesAsFarAsItMayWhereTheLossRises) {
  // The gradient is (−1, 1), so every start leads to (0.4, 0.6), whose sum is 1.
  const auto loss = [](const Mixture& mixture) {
    const Tensor& p = mixture.normal.edges.front();
    return p[1] - p[0];
  };
  const auto p = weights_of(perturb_adversarially(
      one_edge({0.5, 0.5}), {.epsilon = 0.1, .steps = 7, .loss = loss}, randomness(1)));
  EXPECT_NEAR(p[0], 0.4, 1e-12);
  EXPECT_NEAR(p[1], 0.6, 1e-12);
}

// Like the mixed operations, this loss ignores a candidate that is not present. Random starts often
// leave one out.
TEST(Perturbed, AnAttackRaisesCandidatesThatItsStartHasPutOut) {
  const auto loss = [](const Mixture& mixture) {
    const Tensor& p = mixture.normal.edges.front();
    return mixture.normal.edge(0).has(1) ? p[1] - p[0] : -p[0];
  };
  for (uint64_t seed = 0; seed < 20; ++seed) {
    const auto p = weights_of(perturb_adversarially(
        one_edge({0.99, 0.01}), {.epsilon = 0.3, .steps = 7, .loss = loss}, randomness(seed)));
    EXPECT_GT(p[1], 0.25) << seed;
  }
}

TEST(Perturbed, AnAttackThatLowersTheLossIsTakenBack) {
  const auto peak = [](const Mixture& mixture) {
    return -(mixture.normal.edges.front() - 0.5).square().sum();
  };
  EXPECT_THAT(weights_of(perturb_adversarially(
                  one_edge({0.5, 0.5}), {.epsilon = 0.1, .steps = 7, .loss = peak}, randomness(1))),
              testing::ElementsAre(0.5, 0.5));
}

}  // namespace
}  // namespace tetlo
