// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/stem.h"

namespace tetlo {
namespace {

constexpr int64_t kLargestSide = 32;
constexpr int64_t kMostHalvings = 3;

/// The channels of the images and of the output of every convolution.
std::vector<int64_t> stem_channels(const StemShape& shape) {
  switch (stem_halvings(shape.side)) {
    case 3:
      return {shape.in, shape.out / 2, shape.out, shape.out};
    case 2:
      return {shape.in, shape.out / 2, shape.out};
    default:
      return {shape.in, shape.out};
  }
}

}  // namespace

int64_t stem_halvings(int64_t side) {
  int64_t halvings = 0;
  for (; side > kLargestSide && halvings < kMostHalvings; ++halvings) side = (side + 1) / 2;
  return halvings;
}

bool stem_reduces(int64_t side) { return stem_halvings(side) == kMostHalvings; }

ConvolutionStem::ConvolutionStem(Builder& builder, const StemShape& shape)
    : reduces_(stem_reduces(shape.side)), activates_(shape.activates) {
  const std::vector<int64_t> channels = stem_channels(shape);
  const int64_t stride = stem_halvings(shape.side) > 0 ? 2 : 1;
  for (size_t i = 0; i + 1 < channels.size(); ++i) {
    // The names are those of [Liu2019]'s code, where each input of the first cell is the output of a
    // sequence. ReLU stands between batch norm and the next convolution, at the start of stem1.
    const bool second = reduces_ && i == 2;
    const std::string name = !reduces_ ? "stem" : second ? "stem1" : "stem0";
    layers_.emplace_back(
        builder.in(name),
        ConvolutionShape{
            .in = channels[i], .out = channels[i + 1], .kernel = 3, .stride = stride, .padding = 1},
        second ? 1 : 3 * i);
  }
}

CellOutputs ConvolutionStem::forward(const Tensor& images, Pass& pass) const {
  CellOutputs outputs;
  for (const ConvNorm& layer : layers_) {
    const Tensor x = outputs.last.defined() ? activate(outputs.last, pass) : images;
    outputs = {.before_last = outputs.last, .last = layer(x, pass)};
  }
  if (activates_) outputs.last = activate(outputs.last, pass);
  if (!reduces_) outputs.before_last = outputs.last;
  return outputs;
}

}  // namespace tetlo
