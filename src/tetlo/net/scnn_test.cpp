// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/scnn.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

// A convolution has 9 in · W weights, a batch norm 2 W, and the classifier (W + 1) · classes.
TEST(Scnn, HasTheWeightsOfItsDefinition) {
  const auto weights = [](int64_t image_channels, int64_t width, int64_t classes) {
    return Scnn({.image_channels = image_channels, .width = width, .classes = classes})
        .layout()
        .weight_count();
  };
  const int64_t blocks = 9 * 3 * 64 + 128 + 3 * (9 * 64 * 64 + 128);
  EXPECT_EQ(weights(3, 64, 10), blocks + 650);
  EXPECT_EQ(weights(3, 64, 10), 113482);
  EXPECT_EQ(weights(3, 64, 100), blocks + 6500);
  EXPECT_EQ(weights(1, 8, 10), 9 * 8 + 16 + 3 * (9 * 64 + 16) + 90);
}

// The sides are 28, 14, 7 and 3 before the pooling of the four blocks.
TEST(Scnn, HalvesTheSideInEveryBlock) {
  const Scnn network({.image_channels = 1, .width = 8});
  Tally tally;
  Pass pass = network.pass(torch::zeros({network.layout().weight_count()}),
                           network.layout().initial_statistics(), Statistics::kRunning);
  pass.observer = &tally;
  network.forward(torch::zeros({1, 1, 28, 28}), pass);
  EXPECT_EQ(tally.multiply_adds, 9 * 8 * (28 * 28 + 8 * (14 * 14 + 7 * 7 + 3 * 3)) + 80);
}

}  // namespace
}  // namespace tetlo
