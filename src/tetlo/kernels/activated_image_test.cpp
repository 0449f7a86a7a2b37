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
  ActivatedImage activated(x.dense(), /*halo=*/2, /*has_tangent=*/false);
  activated.start({.x = x.numbers.data(), .scale = scale.data(), .shift = scale.data()});
  for (const int64_t last : {2, 2, 5, 6}) {
    activated.make(last);
    const Image& image = activated.image();
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
  ActivatedImage activated(first.dense(), /*halo=*/1, /*has_tangent=*/false);
  activated.start({.x = first.numbers.data()});
  activated.make(4);
  activated.start({.x = second.numbers.data()});
  activated.make(4);
  const Image& image = activated.image();
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
  activated.make(3);
  EXPECT_EQ(activated.image().at(1, 1)[3], static_cast<float>(x.at(1, 1, 3)));
}

TEST(ActivatedImage, ItsTangentIsThatOfXWhereXIsPositive) {
  const Drawn x{.height = 6, .width = 5, .channels = 8, .seed = 1};
  const Drawn tangent{.height = 6, .width = 5, .channels = 8, .seed = 2};
  ActivatedImage activated(x.dense(), /*halo=*/2, /*has_tangent=*/true);
  activated.start({.x = x.numbers.data()}, {.x = tangent.numbers.data()});
  for (const int64_t last : {1, 4}) {
    activated.make(last);
    for (int64_t y = 0; y < 6; ++y) {
      for (int64_t column = -2; column < 7; ++column) {
        for (int64_t c = 0; c < 8; ++c) {
          const bool passes = y < last && x.at(y, column, c) > 0;
          ASSERT_EQ(static_cast<double>(activated.tangent().at(y, column)[c]),
                    passes ? tangent.at(y, column, c) : 0);
        }
      }
    }
  }
}

}  // namespace
}  // namespace tetlo::kernels
