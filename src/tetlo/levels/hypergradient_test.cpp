// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hypergradient.h"

#include <gmock/gmock.h>

#include "tetlo/levels/dense_problem.h"
#include "tetlo/levels/tiny_trilevel.h"

namespace tetlo {
namespace {

/// The toy of the DARTS paper: L_tr = w² − 2aw + a², L_val = aw − 2a + 1.
class Toy : public BilevelProblem {
 public:
  Tensor train_main(const Tensor& a, const Tensor& w) const override {
    return (w * w - 2 * a * w + a * a).sum();
  }
  Tensor validate_main(const Tensor& a, const Tensor& w) const override {
    return (a * w - 2 * a + 1).sum();
  }
};

double toy(HypergradientKind kind, double rate) {
  const Tensor a = torch::tensor({2.0}, torch::kFloat64);
  const Iterate w{torch::tensor({-2.0}, torch::kFloat64), torch::zeros({1}, torch::kFloat64)};
  return hypergradient(Toy(), a, w, {.kind = kind, .sgd = {.rate = rate}}).alpha.item<double>();
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
    const auto tensor = [](const std::vector<double>& x) {
      return torch::tensor(x, torch::kFloat64);
    };
    const DenseProblem problem(losses, GetParam().tied);
    const auto result =
        hypergradient(problem, tensor(alpha), {tensor(at.e_m), tensor(at.b_m)},
                      {tensor(at.e_a), tensor(at.b_a)},
                      {.kind = kind,
                       .steps = GetParam().steps,
                       .radius = radius,
                       .gamma = kGamma,
                       .sgd = {kRate, GetParam().momentum, GetParam().weight_decay}})
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
  if (GetParam().steps > 1) return;  // the tiny one takes one step a level
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
