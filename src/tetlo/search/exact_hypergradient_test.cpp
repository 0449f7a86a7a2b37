// SPDX-License-Identifier: Apache-2.0
// Whole supernets of 16 channels and 8 cells: the exact hypergradient of the fused engine in float32
// beside that of LibTorch's operations in float64, on the same weights and images.
//
// The weights have taken ten steps. At the initial weights, with so few images, a gradient changes by
// 1 % if the weights change by their rounding errors, so that no two ways to compute in float32 agree
// (docs/results.md).
#include <gtest/gtest.h>

#include "tetlo/search/noise_search.h"

namespace tetlo {
namespace {

constexpr int64_t kImages = 8, kSteps = 10;

void expect_exact(const std::string& framework) {
  SearchOptions options;
  options.configuration().load("", {"framework.name=" + framework});
  options.run.seed = 1;
  NoiseSearch single(options, kImages);
  for (int64_t i = 0; i < kSteps; ++i) single.weight_step();
  const NoiseSearch twin = single.in_double();
  const auto exact = [](const NoiseSearch& search) {
    return hypergradient(search.problem(), search.alpha(), {.kind = HypergradientKind::kExact})
        .alpha.to(torch::kFloat64);
  };
  const Tensor mine = exact(single), truth = exact(twin);
  const double norm = truth.norm().item<double>();
  EXPECT_GE((mine.dot(truth) / (mine.norm() * norm)).item<double>(), 0.9999);
  EXPECT_NEAR(mine.norm().item<double>() / norm, 1, 0.01);
}

TEST(ExactHypergradientSlow, OfPlainInFloat32IsThatInFloat64) { expect_exact("plain"); }

TEST(ExactHypergradientSlow, OfTetloInFloat32IsThatInFloat64) { expect_exact("tetlo"); }

}  // namespace
}  // namespace tetlo
