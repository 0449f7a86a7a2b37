// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/scnn.h"

#include <algorithm>

namespace tetlo {
namespace {

constexpr int kBlocks = 4;

class ImageStem : public Stem {
 public:
  CellOutputs forward(const Tensor& images, Pass&) const override {
    return {.before_last = images, .last = images};
  }
};

class ScnnBlock : public Cell {
 public:
  ScnnBlock(Builder& builder, int64_t in, int64_t out)
      : layers_(builder, {.in = in, .out = out, .kernel = 3, .padding = 1}) {}
  Tensor forward(const CellOutputs& before, Pass& pass) const override {
    const Tensor y = layers_.forward(before.last, pass);
    return std::min(y.size(2), y.size(3)) > 1 ? torch::max_pool2d(y, {2, 2}) : y;
  }

 private:
  ConvNormRelu layers_;
};

}  // namespace

Scnn::Scnn(const ScnnShape& shape)
    : CellStack({.layout = {}, .affine = true}, {.activation = shape.activation}) {
  set_stem([](Builder&) { return std::make_unique<ImageStem>(); });
  for (int block = 0; block < kBlocks; ++block) {
    add_cell([&](Builder& builder) {
      return std::make_unique<ScnnBlock>(builder, block == 0 ? shape.image_channels : shape.width,
                                         shape.width);
    });
  }
  set_classifier(shape.width, shape.classes);
}

}  // namespace tetlo
