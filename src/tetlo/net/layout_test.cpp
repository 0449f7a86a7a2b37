// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/layout.h"

#include <gtest/gtest.h>

#include "tetlo/util/tensor.h"

namespace tetlo {
namespace {

TEST(Layout, PartsOfAVectorJoinedAreTheVector) {
  for (const int64_t count : {1, 2, 3, 4, 5, 10, 16, 17}) {
    Layout layout;
    for (int64_t i = 0; i < count; ++i)
      layout.weight(std::to_string(i), {i + 1, 2}, Initial::constant(0));
    const torch::Tensor flat = torch::arange(layout.weight_count(), torch::kFloat32);
    std::vector<torch::Tensor> parts = layout.weights(flat);
    ASSERT_EQ(parts.size(), static_cast<size_t>(count));
    for (size_t i = 0; i < parts.size(); ++i) {
      EXPECT_EQ(parts[i].sizes(), torch::IntArrayRef({static_cast<int64_t>(i) + 1, 2}));
      parts[i] = parts[i].flatten();
    }
    EXPECT_TRUE(torch::equal(torch::cat(parts), flat)) << count;
  }
}

TEST(Layout, GradientsByPartsArriveWhereThePartsAre) {
  Layout layout;
  for (int64_t i = 0; i < 7; ++i) layout.weight(std::to_string(i), {i + 1}, Initial::constant(0));
  const torch::Tensor flat = torch::zeros({layout.weight_count()}).requires_grad_();
  const std::vector<torch::Tensor> parts = layout.weights(flat);
  // Only some of the parts occur, each with its place as a factor.
  const torch::Tensor sum = 2 * parts[2].sum() + 5 * parts[5].sum();
  const torch::Tensor gradient = torch::autograd::grad({sum}, {flat}).front();
  std::vector<float> expected(28, 0);
  std::fill_n(expected.begin() + 3, 3, 2.0F);
  std::fill_n(expected.begin() + 15, 6, 5.0F);
  EXPECT_TRUE(torch::equal(gradient, torch::tensor(expected)));
}

TEST(Layout, AConvolutionOf3To48Of3By3Is1296Numbers) {
  Layout layout;
  layout.weight("stem", {48, 3, 3, 3}, Initial::fan_in(27));
  EXPECT_EQ(layout.weight_count(), 1296);
}

TEST(Layout, ANameIsGivenOnce) {
  Layout layout;
  layout.weight("norm.running_mean", {2}, Initial::constant(0));
  EXPECT_THROW(layout.weight("norm.running_mean", {2}, Initial::constant(0)), c10::Error);
  EXPECT_THROW(layout.statistics("norm", 2), c10::Error);
}

}  // namespace
}  // namespace tetlo
