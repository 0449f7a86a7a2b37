// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/resize.h"

#include <gtest/gtest.h>

namespace tetlo {
namespace {

Tensor bytes(std::vector<int64_t> values, std::vector<int64_t> sizes) {
  return torch::tensor(values).to(torch::kUInt8).view(sizes);
}

TEST(Resize, ToOnePixelAverages) {
  EXPECT_EQ(resized(bytes({0, 255}, {1, 2, 1}), {1, 1}).item<int64_t>(), 128);
}

// Weights 1/8, 3/8, 3/8, 1/8, of which the triangle about the middle of two pixels consists.
TEST(Resize, WidensTheTriangleAsTheImageShrinks) {
  const Tensor row = bytes({0, 80, 160, 240, 80, 0}, {1, 6, 1});
  const Tensor half = resized(row, {1, 3});
  EXPECT_EQ(half[0][1][0].item<int64_t>(), (80 + 3 * 160 + 3 * 240 + 80) / 8);
}

TEST(Resize, KeepsAnImageOfThatSize) {
  const Tensor image = torch::randint(256, {5, 7, 3}, torch::kInt64).to(torch::kUInt8);
  EXPECT_TRUE(torch::equal(resized(image, {5, 7}), image));
}

TEST(Resize, OfAFrameIsThatOfTheCroppedImage) {
  const Tensor image = torch::randint(256, {20, 30, 3}, torch::kInt64).to(torch::kUInt8);
  const Tensor cropped = image.narrow(0, 4, 9).narrow(1, 6, 17).contiguous();
  const Decoded decoded{image, {.top = 4, .left = 6, .height = 9, .width = 17}};
  EXPECT_TRUE(torch::equal(resized(decoded, {12, 8}), resized(cropped, {12, 8})));
}

}  // namespace
}  // namespace tetlo
