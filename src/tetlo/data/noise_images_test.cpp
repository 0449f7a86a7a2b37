// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/noise_images.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

DataSource source() {
  DataOptions options;
  options.name = kNoiseImages;
  options.files.image_size = 64;
  return open_source(options);
}

TEST(NoiseImages, HaveTheSizesOfImageNet) {
  const DataSource images = source();
  EXPECT_EQ(images.train->size(), 1'281'167);
  EXPECT_EQ(images.test->size(), 50'000);
  EXPECT_EQ(images.classes, 1000);
  EXPECT_EQ(images.train->image(0, nullptr).sizes(), (std::vector<int64_t>{3, 64, 64}));
}

TEST(NoiseImages, AreTheSameAgainAndDifferFromEachOther) {
  const auto images = source().train;
  EXPECT_TRUE(images->image(7, nullptr).equal(images->image(7, nullptr)));
  EXPECT_FALSE(images->image(7, nullptr).equal(images->image(8, nullptr)));
}

// Uniform from 0 to 255: the mean is 127.5, with an error of .67 at 12,288 pixels.
TEST(NoiseImages, AreUniform) {
  const Tensor pixels = source().train->image(3, nullptr).to(torch::kDouble);
  EXPECT_NEAR(pixels.mean().item<double>(), 127.5, 3);
  EXPECT_NEAR(pixels.std().item<double>(), 73.9, 3);
}

}  // namespace
}  // namespace tetlo
