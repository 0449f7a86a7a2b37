// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/stem.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "tetlo/util/random.h"

namespace tetlo {
namespace {

using Shape = std::vector<int64_t>;

struct Built {
  Builder builder;
  ConvolutionStem stem;

  explicit Built(const StemShape& shape) : stem(builder, shape) {}
  CellOutputs forward(const Tensor& images) const {
    Pass pass{.weights = builder.layout.weights(
                  builder.layout.initial_weights(generator(1, Purpose::kWeights))),
              .statistics = {}};
    return stem.forward(images, pass);
  }
};

CellOutputs outputs(const StemShape& shape) {
  return Built(shape).forward(
      torch::randn({2, shape.in, shape.side, shape.side}, generator(2, Purpose::kNoise)));
}

TEST(Stem, DividesTheSideByTheLeastOfOneTwoFourAndEightThatLeavesAtMost32) {
  const std::map<int64_t, Shape> sides = {
      {16, {16, 16}},  {21, {21, 21}},  {32, {32, 32}},  {33, {17, 17}},  {63, {32, 32}},
      {64, {32, 32}},  {65, {17, 17}},  {97, {25, 25}},  {128, {32, 32}}, {129, {33, 17}},
      {224, {56, 28}}, {256, {64, 32}}, {257, {65, 33}}, {320, {80, 40}},
  };
  for (const auto& [side, expected] : sides) {
    const auto [before_last, last] = outputs({.out = 4, .side = side});
    EXPECT_EQ(before_last.sizes(), (Shape{2, 4, expected[0], expected[0]})) << side;
    EXPECT_EQ(last.sizes(), (Shape{2, 4, expected[1], expected[1]})) << side;
    EXPECT_EQ(stem_reduces(side), expected[0] > expected[1]) << side;
  }
}

// A convolution has 9 · in · out weights, and its batch norm 2 · out.
TEST(Stem, HasTheWeightsOfItsConvolutions) {
  const auto weights = [](int64_t side) {
    return Built({.in = 3, .out = 48, .side = side}).builder.layout.weight_count();
  };
  EXPECT_EQ(weights(32), 1296 + 96);
  EXPECT_EQ(weights(64), 1296 + 96);
  EXPECT_EQ(weights(128), 648 + 48 + 10368 + 96);
  EXPECT_EQ(weights(224), 648 + 48 + 10368 + 96 + 20736 + 96);
}

TEST(Stem, AppliesReluBetweenConvolutionsButOnlyIfAskedAfterTheLast) {
  for (const int64_t side : {16, 224}) {
    EXPECT_LT(outputs({.out = 4, .side = side}).last.min().item<float>(), 0) << side;
    EXPECT_EQ(outputs({.out = 4, .side = side, .activates = true}).last.min().item<float>(), 0)
        << side;
  }
  // Computed again from the weights, layer by layer.
  const Built built({.out = 4, .side = 224});
  const Tensor images = torch::randn({2, 3, 224, 224}, generator(2, Purpose::kNoise));
  const Tensor flat = built.builder.layout.initial_weights(generator(1, Purpose::kWeights));
  const auto weights = built.builder.layout.weights(flat);
  const auto layer = [&](const Tensor& x, size_t place) {
    return torch::batch_norm(torch::conv2d(x, weights[place], {}, 2, 1), weights[place + 1],
                             weights[place + 2], {}, {}, true, 0.1, 1e-5, false);
  };
  const Tensor quarter = layer(torch::relu(layer(images, 0)), 3);
  const auto [before_last, last] = built.forward(images);
  EXPECT_TRUE(torch::allclose(before_last, quarter, 1e-4, 1e-5));
  EXPECT_TRUE(torch::allclose(last, layer(torch::relu(quarter), 6), 1e-4, 1e-5));
}

}  // namespace
}  // namespace tetlo
