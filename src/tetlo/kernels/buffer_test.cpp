// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/buffer.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

TEST(Padded, IsTheNextMultipleOfABlock) {
  for (int64_t channels = 1; channels < 50; ++channels) {
    EXPECT_EQ(padded(channels) % kChannelBlock, 0);
    EXPECT_GE(padded(channels), channels);
    EXPECT_LT(padded(channels) - channels, kChannelBlock);
  }
}

TEST(Buffer, IsZerosAtFirst) {
  const Buffer buffer(100);
  for (int64_t i = 0; i < buffer.size(); ++i) EXPECT_EQ(buffer[i], 0);
}

TEST(FramedImage, HasAFrameOfZerosOnEachSide) {
  EXPECT_TRUE(rc::check([] {
    const auto height = *rc::gen::inRange<int64_t>(1, 9), width = *rc::gen::inRange<int64_t>(1, 9),
               halo = *rc::gen::inRange<int64_t>(0, 5), channels = some_channels();
    const FramedImage framed(height, width, channels, halo);
    const Image& image = framed.image();
    const auto each_pixel = [&](int64_t reach, const auto& f) {
      for (int64_t y = -reach; y < height + reach; ++y) {
        for (int64_t x = -reach; x < width + reach; ++x) {
          for (int64_t c = 0; c < channels; ++c) f(image.at(y, x)[c]);
        }
      }
    };
    each_pixel(0, [](float& inside) { inside = 1; });
    int64_t sum = 0;
    each_pixel(halo, [&](float value) { sum += static_cast<int64_t>(value); });
    RC_ASSERT(sum == height * width * channels);
  }));
}

}  // namespace
}  // namespace tetlo::kernels
