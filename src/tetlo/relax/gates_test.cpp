// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/gates.h"

#include <gmock/gmock.h>

#include <cmath>

#include "tetlo/util/random.h"

namespace tetlo {
namespace {

Tensor doubles(const std::vector<double>& values) { return torch::tensor(values, torch::kFloat64); }

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// The weights of the gates that are used, edge by edge.
std::vector<double> all(const CellMixture& cell) {
  std::vector<double> values;
  for (const Tensor& weights : cell.edges) {
    for (int64_t o = 0; o < weights.numel(); ++o) values.push_back(weights[o].item<double>());
  }
  return values;
}

TEST(Gates, AGateIsItsHardConcrete) {
  const GateOptions warm{.temperature = 2};
  // σ((1 + ln .5 − ln .5) / 2) = 0.6224593; 0.6224593 · 1.2 − 0.1 = 0.6469512.
  EXPECT_NEAR(hard_concrete(doubles({1}), doubles({0.5}), warm).item<double>(), 0.6469512, 1e-7);
  // For extreme α the gate is fully shut or fully open.
  const GateOptions cold{.temperature = 0.1};
  EXPECT_EQ(hard_concrete(doubles({-3}), doubles({0.5}), cold).item<double>(), 0);
  EXPECT_EQ(hard_concrete(doubles({3}), doubles({0.5}), cold).item<double>(), 1);
}

TEST(Gates, OpenWithTheProbabilityOfTheFormula) {
  EXPECT_NEAR(1 - opening_probability(doubles({0}), {.temperature = 10}).item<double>(), 3.86e-11,
              1e-13);
  EXPECT_NEAR(opening_probability(doubles({0}), {.temperature = 0.1}).item<double>(),
              sigmoid(0.1 * std::log(11.0)), 1e-15);
}

// The share of open gates among 40,000 draws differs from P by less than 4 standard deviations,
// which are 0.01.
TEST(Gates, OpenAsOftenAsTheirProbabilitySays) {
  const GateOptions options{.temperature = 0.7};
  const Tensor u = torch::rand({40000}, generator(1, purpose("test")), torch::kFloat64);
  for (const double alpha : {-2.0, -0.5, 0.3}) {
    const double share =
        hard_concrete(doubles({alpha}), u, options).gt(0).to(torch::kFloat64).mean().item<double>();
    EXPECT_NEAR(share, opening_probability(doubles({alpha}), options).item<double>(), 0.01);
  }
}

TEST(Gates, TwoOfEachEdgeWeighOneAndTheOthersNothing) {
  const Gates gates(find_space("pr_darts"), {}, 7);
  const Mixture mixture = gates.mixture(torch::zeros({gates.size()}));
  for (size_t e = 0; e < mixture.normal.edges.size(); ++e) {
    const auto [weights, present] = mixture.normal.edge(e);
    EXPECT_EQ(weights.sum().item<double>(), 2);
    EXPECT_EQ(weights.eq(1).sum().item<int64_t>(), 2);
    for (int64_t o = 0; o < weights.numel(); ++o) {
      EXPECT_EQ(present[static_cast<size_t>(o)], weights[o].item<double>() == 1);
    }
  }
}

TEST(Gates, WithoutDrawsEachWeighsItsShareOfItsEdge) {
  const Gates gates(find_space("s2"), {.drawn = false, .temperature = 0.1}, 1);
  const Tensor alpha = doubles({0.5, -0.5}).repeat({28});
  const double shift = 0.1 * std::log(11.0);
  const double p = sigmoid(0.5 + shift), q = sigmoid(-0.5 + shift);
  EXPECT_NEAR(gates.mixture(alpha).reduce.edges[13][0].item<double>(), p / (p + q), 1e-12);
}

TEST(Gates, TheGradientOfAWeightIsThatOfItsGate) {
  const Space& space = find_space("s2");  // two candidates: both are always used
  const GateOptions options{.temperature = 1};
  const Gates gates(space, options, 3);
  const Tensor alpha = torch::zeros({gates.size()}, torch::kFloat64).requires_grad_();
  const Tensor weight = gates.mixture(alpha).normal.edges[4][1];
  EXPECT_EQ(weight.item<double>(), 1);
  const Tensor by = torch::autograd::grad({weight}, {alpha}).front();
  // Only the derivative with respect to the candidate's own α is not 0. Its value is 1.2 σ (1 − σ)
  // / τ, whose maximum is 0.3.
  EXPECT_EQ(by.ne(0).sum().item<int64_t>(), 1);
  EXPECT_GT(by[9].item<double>(), 0);
  EXPECT_LE(by[9].item<double>(), 0.3);
}

TEST(Gates, TheSameKeyDrawsTheSameGatesAndAnotherOthers) {
  const Space& space = find_space("darts");
  const Tensor alpha = torch::zeros({224});
  const auto draw = [&](uint64_t key) { return all(Gates(space, {}, key).mixture(alpha).normal); };
  EXPECT_EQ(draw(1), draw(1));
  EXPECT_NE(draw(1), draw(2));
}

// With α = 10 and a low temperature all gates are open, so that ties decide which of them are used.
TEST(Gates, EqualGatesAreUsedEquallyOften) {
  const Space& space = find_space("s3");
  std::vector<double> uses(3);
  const int draws = 600;
  for (uint64_t key = 0; key < draws; ++key) {
    const Gates gates(space, {.temperature = 0.1}, key);
    const auto weights = all(gates.mixture(torch::full({84}, 10.0)).normal);
    for (size_t i = 0; i < weights.size(); ++i) uses[i % 3] += weights[i];
  }
  for (const double use : uses) EXPECT_NEAR(use / (14 * draws), 2.0 / 3, 0.02);
}

// In s2 both candidates of every edge are used. If P is p for each skip and q for each convolution,
// then S = p, N = q, and D is the product of q over the four edges of the chain.
TEST(Gates, ThePenaltyIsThatOfItsGroups) {
  const GateOptions options{.temperature = 0.1};
  const Gates gates(find_space("s2"), options, 1);
  const Tensor alpha = doubles({0.5, -0.5}).repeat({28});
  const double shift = 0.1 * std::log(11.0);
  const double p = sigmoid(0.5 + shift), q = sigmoid(-0.5 + shift);
  EXPECT_NEAR(gates.penalty(alpha).item<double>(),
              0.01 * (p - 0.2) + 0.005 * (q - 0.2) - 0.005 * std::pow(q, 4), 1e-12);
}

TEST(Gates, AGroupBelowTheThresholdCostsNothing) {
  const Gates gates(find_space("s2"), {.temperature = 0.1}, 1);
  const Tensor alpha = doubles({-4, -4}).repeat({28});
  const double q = sigmoid(-4 + 0.1 * std::log(11.0));
  EXPECT_NEAR(gates.penalty(alpha).item<double>(), -0.005 * std::pow(q, 4), 1e-15);
}

TEST(Gates, TwoOperationsOfOneEdgeMayBothBeKept) {
  const Gates gates(find_space("pr_darts"), {.temperature = 0.1}, 1);
  Tensor alpha = torch::zeros({224}, torch::kFloat64);
  const Tensor normal = alpha.narrow(0, 0, 112).view({14, 8});
  // Node 1 has edges 2, 3 and 4. The candidate `none` is never kept, however likely it is.
  normal[2][0] = 9.0;
  normal[3][2] = 2.0;
  normal[3][6] = 3.0;
  normal[4][1] = 1.0;
  const auto genes = std::get<DartsCells>(gates.genotype(alpha)).normal.genes;
  EXPECT_EQ(genes[2], (Gene{"avg_pool_3x3", 1}));
  EXPECT_EQ(genes[3], (Gene{"sep_conv_3x3", 1}));
  // If all are equal, the first two candidates of the first edge are kept.
  EXPECT_EQ(genes[0], (Gene{"skip_connect", 0}));
  EXPECT_EQ(genes[1], (Gene{"sep_conv_3x3", 0}));
}

}  // namespace
}  // namespace tetlo
