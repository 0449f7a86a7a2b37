// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/activated_image.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

/// Whether row y of the image is max(0, scale · x + shift) of row y of x.
bool is_activated(const Image& image, const Drawn& x, int64_t y, double scale, double shift) {
  for (int64_t column = 0; column < x.width; ++column) {
    for (int64_t c = 0; c < x.channels; ++c) {
      const double expected = std::max(0.0, scale * x.at(y, column, c) + shift);
      if (static_cast<double>(image.at(y, column)[c]) != expected) return false;
    }
  }
  return true;
}

TEST(ActivatedImage, MakesRowsAsTheyAreAskedForAndNoOthers) {
  const Drawn x{.height = 6, .width = 5, .channels = 8, .seed = 1};
  const Buffer scale = [] {
    Buffer buffer(8);
    std::fill_n(buffer.data(), 8, 2.0F);
    return buffer;
  }();
  ActivatedImage activated(6, 5, 8, /*halo=*/2);
  activated.start(x.numbers.data(), scale.data(), scale.data());
  for (const int64_t last : {2, 2, 5, 6}) {
    const Image& image = activated.upto(last);
    for (int64_t y = 0; y < 6; ++y) {
      // Rows that have not been requested are still zeros.
      const bool made = y < last;
      EXPECT_EQ(is_activated(image, x, y, made ? 2 : 0, made ? 2 : 0), true) << y;
    }
  }
}

TEST(ActivatedImage, StartsAgainWithAnotherImageAndKeepsItsFrameOfZeros) {
  const Drawn first{.height = 4, .width = 3, .channels = 8, .seed = 1};
  const Drawn second{.height = 4, .width = 3, .channels = 8, .seed = 2};
  ActivatedImage activated(4, 3, 8, /*halo=*/1);
  activated.start(first.numbers.data(), nullptr, nullptr);
  activated.upto(activated.image().height);
  activated.start(second.numbers.data(), nullptr, nullptr);
  const Image& image = activated.upto(activated.image().height);
  for (int64_t y = 0; y < 4; ++y) {
    EXPECT_TRUE(is_activated(image, second, y, 1, 0)) << y;
    for (const int64_t outside : {-1, 3}) {
      for (int64_t c = 0; c < 8; ++c) EXPECT_EQ(image.at(y, outside)[c], 0);
    }
  }
}

TEST(ActivatedImage, OneThatIsWholeStaysAsItIs) {
  const Drawn x{.height = 3, .width = 3, .channels = 8, .seed = 4};
  ActivatedImage activated(x.framed(1));
  EXPECT_EQ(activated.upto(activated.image().height).at(1, 1)[3],
            static_cast<float>(x.at(1, 1, 3)));
}

}  // namespace
}  // namespace tetlo::kernels
