// SPDX-License-Identifier: Apache-2.0
// The layers before the first cell. They bring images of any size down to the few pixels for which
// cells are made.
//
// The stem divides the side by the least of 1, 2, 4 and 8 that leaves at most 32 pixels, or by 8 if
// none does. It has 3 x 3 convolutions, each followed by batch norm, with ReLU between them:
//
//   1   in -> C               of stride 1, as for CIFAR [Liu2019, appendix A]
//   2   in -> C               of stride 2, as are all others
//   4   in -> C/2 -> C
//   8   in -> C/2 -> C -> C   as for ImageNet, in the code of [Liu2019] and of [Xu2020]
//
// Both inputs of the first cell are the last output; only if the stem divides by 8, the first of
// them is the output of the second convolution, whose side is twice as long.
//
// Checkable: 224 pixels are divided by 8. From 3 to 48 channels, the stem has 1,392 weights for 32
// pixels and 31,992 for 224.
#pragma once

#include <memory>
#include <vector>

#include "tetlo/net/cell.h"

namespace tetlo {

/// The layers before the first cell.
class Stem {
 public:
  virtual ~Stem() = default;
  /// Computes from images [N, C, H, W] the two inputs of the first cell.
  virtual CellOutputs forward(const Tensor& images, Pass& pass) const = 0;
};

struct StemShape {
  int64_t in = 3;          ///< channels of the images
  int64_t out = 48;        ///< channels of both outputs
  int64_t side = 32;       ///< of the images, in pixels
  bool activates = false;  ///< whether ReLU follows, for cells that do not begin with it
};

/// How often a stem halves images of this side: 0 to 3 times.
int64_t stem_halvings(int64_t side);

/// Whether the first input of the first cell is twice as long as the second.
bool stem_reduces(int64_t side);

class ConvolutionStem : public Stem {
 public:
  ConvolutionStem(Builder& builder, const StemShape& shape);
  CellOutputs forward(const Tensor& images, Pass& pass) const override;

 private:
  std::vector<ConvNorm> layers_;
  bool reduces_, activates_;
};

}  // namespace tetlo
