// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/jitter.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

constexpr Purpose kTest = purpose("test of jitter");

/// A picture of one colour.
Tensor coloured(std::vector<int64_t> colour) {
  return torch::tensor(colour).to(torch::kUInt8).view({-1, 1, 1}).expand({-1, 2, 2}).contiguous();
}

std::vector<int64_t> colour_of(const Tensor& image) {
  std::vector<int64_t> colour;
  for (int64_t c = 0; c < image.size(0); ++c) colour.push_back(image[c][0][0].item<int64_t>());
  return colour;
}

TEST(Jitter, OfNoStrengthLeavesTheImageAsItIs) {
  const Tensor image = torch::randint(256, {3, 8, 8}, torch::kInt64).to(torch::kUInt8);
  Random random(1, kTest);
  EXPECT_TRUE(torch::equal(jittered(image, {}, random), image));
}

// With one strength the factor can be told from what was done: 100 f for brightness.
TEST(Jitter, OfBrightnessMultipliesByAUniformFactor) {
  double sum = 0, lowest = 1e9, highest = 0;
  for (uint64_t seed = 0; seed < 2000; ++seed) {
    Random random(seed, kTest);
    const auto colour = colour_of(jittered(coloured({100, 50, 200}), {.brightness = 0.4}, random));
    const auto f = static_cast<double>(colour[0]) / 100;
    EXPECT_NEAR(static_cast<double>(colour[1]), 50 * f, 0.8);
    EXPECT_NEAR(static_cast<double>(colour[2]), std::min(200 * f, 255.0), 1.6);
    sum += f, lowest = std::min(lowest, f), highest = std::max(highest, f);
  }
  EXPECT_NEAR(sum / 2000, 1, 0.02);  // four standard errors
  EXPECT_NEAR(lowest, 0.6, 0.01);
  EXPECT_NEAR(highest, 1.4, 0.01);
}

TEST(Jitter, OfContrastKeepsTheMeanGreyValue) {
  Tensor image = torch::zeros({1, 2, 2}, torch::kUInt8);
  image[0][0] = 90;
  image[0][1] = 110;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed, kTest);
    const Tensor changed = jittered(image, {.contrast = 0.9}, random);
    EXPECT_EQ(changed[0][0][0].item<int64_t>() + changed[0][1][0].item<int64_t>(), 200);
  }
}

// 0.299 · 100 + 0.587 · 50 + 0.114 · 200 = 82.05
TEST(Jitter, OfSaturationKeepsTheGreyValueOfAColour) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    Random random(seed, kTest);
    const auto c = colour_of(jittered(coloured({100, 50, 200}), {.saturation = 0.4}, random));
    EXPECT_NEAR(0.299 * double(c[0]) + 0.587 * double(c[1]) + 0.114 * double(c[2]), 82.05, 0.6);
  }
}

// Pure red, turned by less than a sixth, keeps its largest and its smallest channel.
TEST(Jitter, OfHueTurnsAPureColour) {
  int towards_green = 0, towards_blue = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, kTest);
    const auto c = colour_of(jittered(coloured({255, 0, 0}), {.hue = 1.0 / 6}, random));
    EXPECT_EQ(c[0], 255);
    EXPECT_EQ(std::min(c[1], c[2]), 0);
    towards_green += c[1] > 0 ? 1 : 0;
    towards_blue += c[2] > 0 ? 1 : 0;
  }
  EXPECT_GT(towards_green, 70);
  EXPECT_GT(towards_blue, 70);
}

TEST(Jitter, LeavesGreyGrey) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Random random(seed, kTest);
    const auto c =
        colour_of(jittered(coloured({90, 90, 90}), {.saturation = 0.9, .hue = 0.5}, random));
    EXPECT_THAT(c, testing::Each(90));
  }
}

}  // namespace
}  // namespace tetlo
