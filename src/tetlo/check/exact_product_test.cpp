// SPDX-License-Identifier: Apache-2.0
// Identities that the exact products of a supernet must satisfy, whatever its numbers are, computed
// in float32 by the kernels.
#include <gtest/gtest.h>

#include <cmath>

#include "tetlo/check/small_search.h"
#include "tetlo/levels/pull_back.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

/// The auxiliary model's level, which has knowledge, of a search with weights of its own in float32.
struct Subject {
  Subject() : search(in_single(start_small_search({.auxiliary = "untied"}))) {
    problem = search.framework->problem(search.inputs);
    const Level& before = problem.levels.front();
    at = {.alpha = search.alpha,
          .weights = level().start.weights,
          .knowledge = before.knowledge(search.alpha, before.start.weights).detach()};
  }

  const Level& level() const { return problem.levels.back(); }
  LevelPoint along(const Tensor& q) const { return exact_product(level().objective, at, {.q = q}); }
  /// The gradients by α, w and k.
  LevelPoint gradient(bool differentiable, LevelPoint& leaves) const {
    leaves = {
        .alpha = leaf(at.alpha), .weights = leaf(at.weights), .knowledge = leaf(at.knowledge)};
    const Tensor f = level().objective(leaves.alpha, leaves.weights, leaves.knowledge);
    const auto by = gradients(f, {leaves.alpha, leaves.weights, leaves.knowledge}, differentiable);
    return {.alpha = by[0], .weights = by[1], .knowledge = by[2]};
  }

  SmallSearch search;
  Problem problem;
  LevelPoint at;
};

Tensor drawn_like(const Tensor& t, uint64_t which) {
  return torch::randn(t.sizes(), generator(7, Purpose::kNoise, which), torch::kFloat64).to(t);
}

double inner_product(const Tensor& a, const Tensor& b) {
  return (a.to(torch::kFloat64) * b.to(torch::kFloat64)).sum().item<double>();
}

/// Expects two numbers that are sums of products of these vectors to be equal but for rounding.
void expect_near(double a, double b, double scale) { EXPECT_NEAR(a / scale, b / scale, 1e-4); }

TEST(ExactProduct, IsSymmetricInTheWeights) {
  const Subject s;
  const Tensor p = drawn_like(s.at.weights, 1), q = drawn_like(s.at.weights, 2);
  const Tensor Hp = s.along(p).weights, Hq = s.along(q).weights;
  expect_near(inner_product(p, Hq), inner_product(q, Hp),
              std::sqrt(inner_product(p, p) * inner_product(Hq, Hq)));
}

// The other order of differentiation has no tangents: it differentiates ⟨∂f/∂α, p⟩ by w twice
// backwards.
TEST(ExactProduct, ByAlphaAndKnowledgeIsThatInTheOtherOrder) {
  const Subject s;
  const Tensor q = drawn_like(s.at.weights, 1);
  const LevelPoint mine = s.along(q);
  LevelPoint leaves;
  const LevelPoint first = s.gradient(/*differentiable=*/true, leaves);
  for (const auto& [by, product] :
       {std::pair(first.alpha, mine.alpha), std::pair(first.knowledge, mine.knowledge)}) {
    const Tensor p = drawn_like(by, 2);
    const Tensor other =
        gradients((by * p).sum(), {leaves.weights}, /*create_graph=*/false, /*keep_graph=*/true)
            .front();
    expect_near(inner_product(p, product), inner_product(q, other),
                std::sqrt(inner_product(p, p) * inner_product(product, product)));
  }
}

/// The scale of the weights of the pointwise convolutions. With large values the ε of batch norm,
/// which the identities of Euler leave out, does not count.
constexpr float kLarge = 30;

// A convolution that batch norm follows may be multiplied by a number without any effect: the loss is
// homogeneous of degree 0 in W, and its gradient of degree −1.
TEST(ExactProduct, AlongWeightsBeforeBatchNormIsEulers) {
  Subject s;
  const auto& layout = s.search.framework->models().back().network->layout();
  const auto& declared = layout.declared_weights();
  s.at.weights = s.at.weights.clone();
  const auto is_convolution = [&](size_t i) {
    return declared[i].name.find("cells.") == 0 && layout.weights(s.at.weights)[i].dim() == 4;
  };
  for (size_t i = 0; i < declared.size(); ++i) {
    if (is_convolution(i)) layout.weights(s.at.weights)[i].mul_(kLarge);
  }
  LevelPoint leaves;
  const LevelPoint gradient = s.gradient(/*differentiable=*/false, leaves);
  size_t tried = 0;
  for (size_t i = 0; i < declared.size(); i += 7) {
    if (!is_convolution(i)) continue;
    const Tensor q = torch::zeros_like(s.at.weights);
    const Tensor W = layout.weights(s.at.weights)[i];
    layout.weights(q)[i].copy_(W);
    const Tensor by_W = layout.weights(gradient.weights)[i];
    const double size = W.norm().item<double>(), slope = by_W.norm().item<double>();
    if (slope == 0) continue;  // its candidate leads nowhere
    ++tried;
    EXPECT_NEAR(inner_product(by_W, W) / (size * slope), 0, 1e-3) << declared[i].name;
    const LevelPoint along = s.along(q);
    const Tensor random = drawn_like(q, 1);
    const double usual = s.along(random * (size / random.norm())).alpha.norm().item<double>();
    EXPECT_LT(along.alpha.norm().item<double>(), 1e-2 * usual) << declared[i].name;
    const Tensor product = layout.weights(along.weights)[i];
    EXPECT_LT((product + by_W).norm().item<double>(), 1e-2 * slope) << declared[i].name;
  }
  EXPECT_GT(tried, 4);
}

}  // namespace
}  // namespace tetlo
