// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/resnet.h"

namespace tetlo {
namespace {

constexpr int64_t kExpansion = 4;  ///< of a bottleneck block's output

struct BlockShape {
  int64_t in = 0, channels = 0;  ///< of the block's input, and of its 3 x 3 convolutions
  int64_t stride = 1;
  bool bottleneck = false;

  int64_t out() const { return bottleneck ? kExpansion * channels : channels; }
  /// The convolutions of F, in their order.
  std::vector<ConvolutionShape> convolutions() const {
    const ConvolutionShape strided{.in = bottleneck ? channels : in,
                                   .out = channels,
                                   .kernel = 3,
                                   .stride = stride,
                                   .padding = 1};
    if (bottleneck) {
      return {{.in = in, .out = channels}, strided, {.in = channels, .out = out()}};
    }
    return {strided, {.in = channels, .out = channels, .kernel = 3, .padding = 1}};
  }
};

class ResidualBlock : public Cell {
 public:
  ResidualBlock(Builder& builder, const BlockShape& shape) {
    for (const ConvolutionShape& convolution : shape.convolutions()) {
      branch_.emplace_back(builder.in("branch." + std::to_string(branch_.size())), convolution);
    }
    if (shape.stride == 1 && shape.in == shape.out()) return;
    shortcut_.emplace(builder.in("shortcut"),
                      ConvolutionShape{.in = shape.in, .out = shape.out(), .stride = shape.stride});
  }

  Tensor forward(const CellOutputs& before, Pass& pass) const override {
    const Tensor& x = before.last;
    Tensor F = branch_.front()(x, pass);
    for (size_t i = 1; i < branch_.size(); ++i) F = branch_[i](activate(F, pass), pass);
    return activate(F + (shortcut_ ? (*shortcut_)(x, pass) : x), pass);
  }

 private:
  std::vector<ConvNorm> branch_;      ///< F
  std::optional<ConvNorm> shortcut_;  ///< empty: the identity
};

/// The blocks of all groups, in their order.
std::vector<BlockShape> block_shapes(const ResNetShape& shape) {
  std::vector<BlockShape> all;
  int64_t in = shape.width, channels = shape.width, stride = 1;
  for (const int64_t count : shape.blocks.blocks) {
    for (int64_t block = 0; block < count; ++block) {
      all.push_back({.in = in,
                     .channels = channels,
                     .stride = block == 0 ? stride : 1,
                     .bottleneck = shape.blocks.bottleneck});
      in = all.back().out();
    }
    channels *= 2;
    stride = 2;
  }
  return all;
}

}  // namespace

ResNet::ResNet(const ResNetShape& shape)
    : CellStack({.layout = {}, .affine = true}, {.activation = shape.activation}) {
  set_stem([&](Builder& builder) {
    return std::make_unique<ConvolutionStem>(builder, StemShape{.in = shape.image_channels,
                                                                .out = shape.width,
                                                                .side = shape.image_side,
                                                                .activates = true});
  });
  const auto blocks = block_shapes(shape);
  for (const BlockShape& block : blocks) {
    add_cell([&](Builder& builder) { return std::make_unique<ResidualBlock>(builder, block); });
  }
  set_classifier(blocks.back().out(), shape.classes);
}

}  // namespace tetlo
