// SPDX-License-Identifier: Apache-2.0
// Residual networks [He2016]: a stem of 3 x 3 convolutions without pooling (stem.h), four groups of
// blocks, global average pooling, and a linear classifier.
//
//   y = ReLU(F(x) + shortcut(x))                                           [He2016, eq. 1 and 2]
//   basic block        F: 3 x 3, 3 x 3 convolutions to C channels          [He2016, figure 5]
//   bottleneck block   F: 1 x 1, 3 x 3 convolutions to C channels, 1 x 1 to 4 C
//
// Batch norm follows every convolution, and ReLU follows batch norm except at the end of F. Group
// g = 0, …, 3 has C = 2^g W. The first block of groups 1 to 3 halves the side with its first 3 x 3
// convolution. The shortcut is the identity, or a 1 x 1 convolution with batch norm where the shape
// changes (option B). The paper halves in the first 1 x 1 convolution of a bottleneck; here it is
// the 3 x 3 one, as in torchvision and in all common forms for CIFAR.
//
// Checkable: for 3 image channels, W = 64 and 10 classes ResNet-18 has 11,173,962 weights,
// ResNet-50 23,520,842 and ResNet-101 42,512,970. ResNet-18 takes 555,422,720 multiply-adds for an
// image of 32 x 32.
#pragma once

#include <array>

#include "tetlo/net/cell_stack.h"

namespace tetlo {

/// The number of blocks in each group [He2016, table 1], and their kind.
struct ResNetBlocks {
  std::array<int64_t, 4> blocks;
  bool bottleneck;
};

inline constexpr ResNetBlocks kResNet18 = {.blocks = {2, 2, 2, 2}, .bottleneck = false};
inline constexpr ResNetBlocks kResNet50 = {.blocks = {3, 4, 6, 3}, .bottleneck = true};
inline constexpr ResNetBlocks kResNet101 = {.blocks = {3, 4, 23, 3}, .bottleneck = true};

struct ResNetShape {
  ResNetBlocks blocks = kResNet18;
  int64_t image_channels = 3;
  int64_t image_side = 32;
  int64_t width = 64;  ///< W, the channels of the stem
  int64_t classes = 10;
  Activation activation = Activation::kRelu;
};

class ResNet : public CellStack {
 public:
  explicit ResNet(const ResNetShape& shape);
};

}  // namespace tetlo
