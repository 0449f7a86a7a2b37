// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/resnet.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

/// The weights of a network, and its multiply-adds for an image of 32 x 32.
struct Size {
  int64_t weights = 0, multiply_adds = 0;
};

/// The size of the networks of [He2016, table 1], layer by layer.
class Definition {
 public:
  Definition(const ResNetBlocks& blocks, int64_t classes) {
    const int64_t expansion = blocks.bottleneck ? 4 : 1;
    convolve(3, 3, 64);
    int64_t in = 64;
    for (int64_t group = 0; group < 4; ++group) {
      const int64_t channels = 64 << group, out = expansion * channels;
      for (int64_t block = 0; block < blocks.blocks[static_cast<size_t>(group)];
           ++block, in = out) {
        if (blocks.bottleneck) convolve(1, in, channels);
        if (group > 0 && block == 0) side_ /= 2;
        convolve(3, blocks.bottleneck ? channels : in, channels);
        convolve(blocks.bottleneck ? 1 : 3, channels, out);
        if (in != out) convolve(1, in, out);
      }
    }
    size.weights += (in + 1) * classes;
    size.multiply_adds += in * classes;
  }

  Size size;

 private:
  /// A convolution, and the scale and shift of its batch norm.
  void convolve(int64_t kernel, int64_t in, int64_t out) {
    size.weights += kernel * kernel * in * out + 2 * out;
    size.multiply_adds += kernel * kernel * in * out * side_ * side_;
  }

  int64_t side_ = 32;
};

Size size_of(const ResNetBlocks& blocks, int64_t classes) {
  const at::NoGradGuard no_grad;
  const ResNet network({.blocks = blocks, .classes = classes});
  Tally tally;
  Pass pass = network.pass(torch::zeros({network.layout().weight_count()}),
                           network.layout().initial_statistics(), Statistics::kRunning);
  pass.observer = &tally;
  network.forward(torch::zeros({1, 3, 32, 32}), pass);
  return {.weights = network.layout().weight_count(), .multiply_adds = tally.multiply_adds};
}

struct Depth {
  const char* name;
  ResNetBlocks blocks;
  int64_t cifar10_weights;
};

class ResNets : public testing::TestWithParam<Depth> {};

TEST_P(ResNets, HaveTheSizeOfTheirDefinition) {
  for (const int64_t classes : {10, 100}) {
    const Size actual = size_of(GetParam().blocks, classes);
    const Size expected = Definition(GetParam().blocks, classes).size;
    EXPECT_EQ(actual.weights, expected.weights);
    EXPECT_EQ(actual.multiply_adds, expected.multiply_adds);
  }
}

// The numbers are those of torchvision's networks with a stem for CIFAR and 10 classes.
TEST_P(ResNets, HaveAsManyWeightsAsThoseOfPyTorch) {
  const ResNet network({.blocks = GetParam().blocks});
  EXPECT_EQ(network.layout().weight_count(), GetParam().cifar10_weights);
}

INSTANTIATE_TEST_SUITE_P(All, ResNets,
                         testing::Values(Depth{"18", kResNet18, 11173962},
                                         Depth{"50", kResNet50, 23520842},
                                         Depth{"101", kResNet101, 42512970}),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace tetlo
