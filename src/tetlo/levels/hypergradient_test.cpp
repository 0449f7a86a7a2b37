// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hypergradient.h"

#include <gmock/gmock.h>

#include "tetlo/levels/dense_problem.h"
#include "tetlo/levels/pull_back.h"
#include "tetlo/levels/tiny_trilevel.h"
#include "tetlo/util/central_difference.h"

namespace tetlo {
namespace {

Tensor vector(const std::vector<double>& x) { return torch::tensor(x, torch::kFloat64); }

/// The toy problem of the DARTS paper: L_tr = w² − 2aw + a², L_val = aw − 2a + 1 at w = −2.
Problem toy_problem(double rate) {
  return {.levels = {{.objective = [](const Tensor& a, const Tensor& w,
                                      const Tensor&) { return (w * w - 2 * a * w + a * a).sum(); },
                      .start = {vector({-2}), vector({0})},
                      .sgd = {.rate = rate}}},
          .outer = {{.names = {"main"}, .losses = [](const Tensor& a, const Tensor& w) {
                       return (a * w - 2 * a + 1).sum();
                     }}}};
}

double toy(HypergradientKind kind, double rate) {
  return hypergradient(toy_problem(rate), vector({2}), {.kind = kind}).alpha.item<double>();
}

TEST(Hypergradient, OfThePublishedToyIsPlusTwo) {
  EXPECT_NEAR(toy(HypergradientKind::kExact, 0.5), 2.0, 1e-12);
  EXPECT_NEAR(toy(HypergradientKind::kFiniteDifference, 0.5), 2.0, 1e-9);
}

TEST(Hypergradient, OfThePublishedToyIsMinusFourWithoutTheStep) {
  EXPECT_NEAR(toy(HypergradientKind::kExact, 0), -4.0, 1e-12);
  EXPECT_NEAR(toy(HypergradientKind::kFiniteDifference, 0), -4.0, 1e-12);
  EXPECT_NEAR(toy(HypergradientKind::kFirstOrder, 0.5), -4.0, 1e-12);
}

struct Case {
  int64_t tied;
  int64_t steps;
  double momentum, weight_decay;
};

std::string name_of(const testing::TestParamInfo<Case>& instance) {
  const Case& c = instance.param;
  return fmt::format("tied{}_steps{}_{}", c.tied, c.steps, c.momentum > 0 ? "sgd" : "plain");
}

class Dense : public testing::TestWithParam<Case> {
 protected:
  static constexpr double kGamma = 0.7, kRate = 0.05;

  std::vector<double> draw(size_t n, uint64_t which) const {
    Random random(9, Purpose::kAlpha, which);
    std::vector<double> x(n);
    for (double& v : x) v = 2 * random.uniform() - 1;
    return x;
  }
  void SetUp() override {
    alpha = draw(3, 0);
    at = {.e_m = draw(5, 1), .b_m = draw(5, 2), .e_a = draw(6, 3), .b_a = draw(6, 4)};
    for (int64_t i = 0; i < GetParam().tied; ++i) {
      at.e_a[static_cast<size_t>(i)] = at.e_m[static_cast<size_t>(i)];
    }
  }
  tiny::Settings settings() const {
    return {.tied = static_cast<size_t>(GetParam().tied),
            .steps = static_cast<int>(GetParam().steps),
            .rate = kRate,
            .momentum = GetParam().momentum,
            .weight_decay = GetParam().weight_decay,
            .gamma = kGamma};
  }
  std::vector<double> ours(const DenseLosses& losses, HypergradientKind kind,
                           double radius = 0.01) const {
    const Problem problem =
        dense_problem(losses, {.main = {vector(at.e_m), vector(at.b_m)},
                               .auxiliary = {vector(at.e_a), vector(at.b_a)},
                               .sgd = {kRate, GetParam().momentum, GetParam().weight_decay},
                               .tied = GetParam().tied,
                               .gamma = kGamma});
    const auto result = hypergradient(problem, vector(alpha),
                                      {.kind = kind, .steps = GetParam().steps, .radius = radius})
                            .alpha;
    return {result.data_ptr<double>(), result.data_ptr<double>() + result.numel()};
  }

  std::vector<double> alpha;
  tiny::Point at;
};

MATCHER_P2(IsNear, expected, tolerance, "") {
  double difference = 0, scale = 0;
  for (size_t i = 0; i < arg.size(); ++i) {
    difference += std::pow(arg[i] - expected[i], 2);
    scale += std::pow(expected[i], 2);
  }
  *result_listener << "whose relative error is " << std::sqrt(difference / scale);
  return arg.size() == expected.size() && std::sqrt(difference / scale) <= tolerance;
}

TEST_P(Dense, AllAgreeOnQuadratics) {
  const DenseLosses losses(/*bend=*/0);
  const auto oracle = tiny::exact(losses, alpha, at, settings());
  EXPECT_THAT(ours(losses, HypergradientKind::kExact), IsNear(oracle, 1e-8));
  EXPECT_THAT(ours(losses, HypergradientKind::kFiniteDifference), IsNear(oracle, 1e-8));
}

TEST_P(Dense, ExactIsExactOnCurvedLosses) {
  const DenseLosses losses(/*bend=*/0.8);
  EXPECT_THAT(ours(losses, HypergradientKind::kExact),
              IsNear(tiny::exact(losses, alpha, at, settings()), 1e-10));
}

TEST_P(Dense, FiniteDifferencesErrAsTheSquareOfTheRadius) {
  const DenseLosses losses(/*bend=*/0.8);
  const auto oracle = tiny::exact(losses, alpha, at, settings());
  const auto error = [&](double radius) {
    const auto estimate = ours(losses, HypergradientKind::kFiniteDifference, radius);
    double sum = 0;
    for (size_t i = 0; i < oracle.size(); ++i) sum += std::pow(estimate[i] - oracle[i], 2);
    return std::sqrt(sum);
  };
  EXPECT_NEAR(error(0.1) / error(0.05), 4, 0.1);
  EXPECT_THAT(ours(losses, HypergradientKind::kFiniteDifference, 1e-4), IsNear(oracle, 1e-8));
}

TEST_P(Dense, FirstOrderLeavesTheStepsOut) {
  const DenseLosses losses(/*bend=*/0.8);
  EXPECT_THAT(ours(losses, HypergradientKind::kFirstOrder),
              IsNear(tiny::first_order(losses, alpha, at, settings()), 1e-12));
}

TEST_P(Dense, TheSameDifferencesGiveTheSameApproximation) {
  if (GetParam().steps > 1) return;  // the oracle takes one step a level
  const DenseLosses losses(/*bend=*/0.8);
  auto s = settings();
  s.radius = 0.1;
  EXPECT_THAT(ours(losses, HypergradientKind::kFiniteDifference, 0.1),
              IsNear(tiny::finite_difference(losses, alpha, at, s), 1e-10));
}

INSTANTIATE_TEST_SUITE_P(Hypergradient, Dense,
                         testing::Values(Case{0, 1, 0, 0}, Case{3, 1, 0, 0}, Case{0, 1, 0.9, 0.03},
                                         Case{3, 1, 0.9, 0.03}, Case{0, 2, 0.9, 0.03},
                                         Case{3, 2, 0.9, 0.03}, Case{0, 3, 0.9, 0.03},
                                         Case{3, 3, 0.9, 0.03}),
                         name_of);

/// An artificial chain of four levels, each of which teaches the next and shares weights with it.
/// No framework has more than two levels; the code allows any number.
Problem long_chain(bool nesterov) {
  const DenseLosses losses(/*bend=*/0.8);
  Problem problem = dense_problem(
      losses, {.main = {vector({.1, -.2, .3}), vector({.2, 0, -.1})},
               .auxiliary = {vector({.1, .4, -.3}), vector({0, .1, .2})},
               .sgd = {.rate = 0.1, .momentum = 0.9, .weight_decay = 0.05, .nesterov = nesterov},
               .tied = 1,
               .gamma = 0.7});
  problem.levels[1].knowledge = problem.levels[0].knowledge;
  problem.levels.push_back(problem.levels[1]);
  problem.levels.push_back(problem.levels[1]);
  problem.levels[2].tied = 2;
  problem.levels[3].tied = 0;
  problem.outer.push_back(
      {.names = {"third"}, .weights = {0.3}, .level = 2, .losses = problem.outer[1].losses});
  problem.outer.push_back(
      {.names = {"last"}, .weights = {2}, .level = 3, .losses = problem.outer[0].losses});
  return problem;
}

class Chain : public testing::TestWithParam<bool> {};

TEST_P(Chain, OfFourLevelsHasTheSameHypergradientAsOneGraphOfAllSteps) {
  const Problem problem = long_chain(GetParam());
  const Tensor alpha = vector({0.3, -0.6});
  for (const int64_t steps : {1, 2, 3}) {
    const Hypergradient exact =
        hypergradient(problem, alpha, {.kind = HypergradientKind::kExact, .steps = steps});
    const Hypergradient unrolled = unrolled_hypergradient(problem, alpha, steps);
    EXPECT_LT((exact.alpha - unrolled.alpha).norm().item<double>(),
              1e-13 * unrolled.alpha.norm().item<double>());
    ASSERT_EQ(exact.losses.size(), unrolled.losses.size());
    for (const auto& [name, loss] : exact.losses) {
      EXPECT_TRUE(torch::equal(loss, unrolled.losses.at(name))) << name;
    }
  }
}

TEST(Neumann, IsTheGeometricSeriesOfAQuadratic) {
  // H = 2, ∂²L_tr/∂w∂a = −2, w' = w − ξ (2 w − 2 a), ∂P/∂w' = a, ∂P/∂a = w' − 2:
  // the series is a ξ Σ (1 − 2 ξ)^i · 2 = a (1 − (1 − 2 ξ)^(K + 1)), and a itself at its limit.
  const double xi = 0.1, w = -2, a = 2, end = w - xi * (2 * w - 2 * a);
  for (const int64_t terms : {0, 1, 2, 5, 200}) {
    const double found = hypergradient(toy_problem(xi), vector({a}),
                                       {.kind = HypergradientKind::kNeumann, .terms = terms})
                             .alpha.item<double>();
    const double series = a * (1 - std::pow(1 - 2 * xi, static_cast<double>(terms + 1)));
    EXPECT_NEAR(found, end - 2 + series, 1e-12) << terms;
  }
}

/// The four levels without momentum.
Problem plain_chain() {
  Problem problem = long_chain(/*nesterov=*/false);
  for (Level& level : problem.levels) level.sgd.momentum = 0;
  return problem;
}

TEST(Neumann, OfNoFurtherTermsIsTheOneStepProduct) {
  const Tensor alpha = vector({0.3, -0.6});
  const Tensor exact =
      hypergradient(plain_chain(), alpha, {.kind = HypergradientKind::kExact}).alpha;
  for (const Problem& problem : {plain_chain(), long_chain(false), long_chain(true)}) {
    const Tensor none =
        hypergradient(problem, alpha, {.kind = HypergradientKind::kNeumann, .terms = 0}).alpha;
    EXPECT_TRUE(torch::equal(none, exact));
  }
}

// Of one level, because the virtual steps of one level move the fixed point of the next.
TEST(Neumann, EqualsFurtherStepsAtAFixedPointWithDecayInTheHessian) {
  Problem problem = plain_chain();
  problem.levels.resize(1);
  problem.outer.resize(1);
  const Tensor alpha = vector({0.3, -0.6});
  Level& level = problem.levels.front();
  const auto f = [&](const Tensor& w) { return level.objective(alpha, w, {}); };
  level.start.weights = unroll(f, level.start, level.sgd, {.steps = 3000}).back().weights;
  for (const int64_t terms : {0, 1, 2, 4}) {
    const Tensor neumann =
        hypergradient(problem, alpha, {.kind = HypergradientKind::kNeumann, .terms = terms}).alpha;
    const Tensor steps = unrolled_hypergradient(problem, alpha, terms + 1).alpha;
    EXPECT_LT((neumann - steps).norm().item<double>(), 1e-10 * steps.norm().item<double>());
  }
}

// H is computed here by differentiating twice, row by row.
TEST(Neumann, OnlyAPowerOfTheContractionReachesTheStartOfALevel) {
  const Problem problem = plain_chain();
  const Level& level = problem.levels.front();
  const Tensor alpha = vector({0.3, -0.6}), w = leaf(level.start.weights);
  const Tensor gradient = gradients(level.objective(alpha, w, {}), {w}, true).front();
  std::vector<Tensor> rows;
  for (int64_t i = 0; i < w.size(0); ++i) {
    rows.push_back(gradients(gradient[i], {w}, false, /*keep_graph=*/true).front());
  }
  const Tensor I = torch::eye(w.size(0), torch::kFloat64);
  const Tensor contraction = I - level.sgd.rate * (torch::stack(rows) + level.sgd.weight_decay * I);
  Tensor v = vector({0.5, -1, 2});
  const LevelPath path{.alpha = alpha, .knowledge = {}, .states = std::vector(4, level.start)};
  const Tensor start =
      pull_back(level, path, {.weights = v, .start_wanted = true}, exact_product).weights;
  for (int i = 0; i < 3; ++i) v = contraction.mv(v);
  EXPECT_LT((start - v).norm().item<double>(), 1e-13);
}

TEST_P(Chain, OfFourLevelsHasTheDerivativeOfPAsItsHypergradient) {
  const Problem problem = long_chain(GetParam());
  const Tensor alpha = vector({0.3, -0.6});
  for (const int64_t steps : {1, 2, 3}) {
    const auto P = [&](const Tensor& at) {
      const at::AutoGradMode with_gradients(true);  // of which the virtual steps consist
      return outer(problem, at, {.kind = HypergradientKind::kExact, .steps = steps}, false);
    };
    const Tensor exact =
        hypergradient(problem, alpha, {.kind = HypergradientKind::kExact, .steps = steps}).alpha;
    EXPECT_LT(gradient_error(P, alpha, exact), 1e-8);
    const Tensor differences =
        hypergradient(problem, alpha, {.steps = steps, .radius = 1e-4}).alpha;
    EXPECT_LT((differences - exact).norm().item<double>(), 1e-7 * exact.norm().item<double>());
  }
}

INSTANTIATE_TEST_SUITE_P(Hypergradient, Chain, testing::Bool(), [](const auto& instance) {
  return instance.param ? "nesterov" : "momentum";
});

TEST(Hypergradient, OfATermThatDoesNotDependOnAlphaIsThatOfTheOthers) {
  for (const auto kind : {HypergradientKind::kFirstOrder, HypergradientKind::kFiniteDifference,
                          HypergradientKind::kExact}) {
    Problem problem = toy_problem(0.5);
    const Tensor alone = hypergradient(problem, vector({2}), {.kind = kind}).alpha;
    // Adds a model that has a fixed architecture and is taught nothing, so its loss depends on its
    // own weights only.
    problem.levels.push_back({.objective = [](const Tensor&, const Tensor& w,
                                              const Tensor&) { return w.square().sum(); },
                              .start = {vector({1}), vector({0})},
                              .sgd = {.rate = 0.5}});
    problem.outer.push_back(
        {.names = {"auxiliary"}, .level = 1, .losses = [](const Tensor&, const Tensor& w) {
           return w.square().sum();
         }});
    EXPECT_TRUE(torch::equal(hypergradient(problem, vector({2}), {.kind = kind}).alpha, alone));
  }
}

TEST(TinyTrilevel, ExactIsTheCentralDifferenceOfTheOuterLoss) {
  const DenseLosses losses(/*bend=*/0.8);
  const tiny::Point at{{.1, -.2, .3}, {0, 0, 0}, {.1, .4, -.3}, {0, 0, 0}};
  const tiny::Settings settings{.tied = 1, .steps = 2, .rate = 0.1, .momentum = 0.9};
  const std::vector<double> alpha = {0.3, -0.6};
  const auto exact = tiny::exact(losses, alpha, at, settings);
  for (size_t i = 0; i < alpha.size(); ++i) {
    const double h = 1e-5;
    auto up = alpha, down = alpha;
    up[i] += h;
    down[i] -= h;
    const double slope =
        (tiny::outer(losses, up, at, settings) - tiny::outer(losses, down, at, settings)) / (2 * h);
    EXPECT_NEAR(slope, exact[i], 1e-8);
  }
}

}  // namespace
}  // namespace tetlo
