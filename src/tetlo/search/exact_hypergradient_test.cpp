// SPDX-License-Identifier: Apache-2.0
// Whole supernets of 16 channels and 8 cells: the exact hypergradient of the fused engine in
// float32 beside that of LibTorch's operations in float64, on the same weights and images.
//
// Compared is what comes through the virtual steps: the hypergradient without the part that first
// order has, too, which would hide errors. The weights have taken ten steps. At the initial
// weights, with so few images, a gradient changes by 1 % if the weights change by their rounding
// errors, so that no two ways to compute in float32 agree (docs/results.md).
#include <gtest/gtest.h>

#include "tetlo/search/noise_search.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

constexpr int64_t kImages = 8, kSteps = 10;

Tensor through_steps(const NoiseSearch& search, HypergradientKind kind) {
  const auto compute = [&](HypergradientKind one) {
    return hypergradient(search.problem(), search.alpha(), {.kind = one}).alpha.to(torch::kFloat64);
  };
  return compute(kind) - compute(HypergradientKind::kFirstOrder);
}

void expect_exact(const std::string& framework) {
  set_threads(2);
  SearchOptions options;
  options.configuration().load("", {"framework.name=" + framework});
  options.run.seed = 1;
  NoiseSearch single(options, kImages);
  for (int64_t i = 0; i < kSteps; ++i) single.weight_step();
  const Tensor truth = through_steps(single.in_double(), HypergradientKind::kExact);
  const Tensor mine = through_steps(single, HypergradientKind::kExact);
  const double norm = truth.norm().item<double>(), mine_norm = mine.norm().item<double>();
  EXPECT_GE(mine.dot(truth).item<double>() / (mine_norm * norm), 0.9999);
  EXPECT_NEAR(mine_norm / norm, 1, 0.01);
  // The comparison can tell a product that is only nearly exact.
  const Tensor near = through_steps(single, HypergradientKind::kFiniteDifference);
  EXPECT_GT((near - truth).norm().item<double>(), 3 * (mine - truth).norm().item<double>());
  set_threads(1);
}

TEST(ExactHypergradientSlow, OfPlainInFloat32IsThatInFloat64) { expect_exact("plain"); }

TEST(ExactHypergradientSlow, OfTetloInFloat32IsThatInFloat64) { expect_exact("tetlo"); }

}  // namespace
}  // namespace tetlo
