// SPDX-License-Identifier: Apache-2.0
// The simple convolutional network of the literature on few-shot learning [Vinyals2016, section
// 4.1.1]: four blocks of W channels, global average pooling, and a linear classifier.
//
//   block: 3 x 3 convolution, batch norm, ReLU, 2 x 2 max pooling
//
// The pooling drops an odd last row or column, and is left out if a side of the image is one pixel.
//
// Checkable: for 3 image channels, W = 64 and 10 classes it has 113,482 weights.
#pragma once

#include "tetlo/net/cell_stack.h"

namespace tetlo {

struct ScnnShape {
  int64_t image_channels = 3;
  int64_t width = 64;  ///< W
  int64_t classes = 10;
  Activation activation = Activation::kRelu;
};

class Scnn : public CellStack {
 public:
  explicit Scnn(const ScnnShape& shape);
};

}  // namespace tetlo
