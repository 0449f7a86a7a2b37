// SPDX-License-Identifier: Apache-2.0
// The supernet: every edge of every cell mixes all its candidate operations [Liu2019].
//
// It is a stack of cells (cell_stack.h) with convolutions as its stem (stem.h). The family of the
// space determines the cells, the channels of the stem, and the layers before the pooling
// (families.h).
//
// Checkable: the darts space with C = 16, 8 cells and 10 classes has 1,930,618 weights, or 299,578
// with partial channels K = 4. For images of 224 pixels and K = 2 it has 702,082, and 956,512 with
// 1000 classes. nasbench201 with 17 cells has 1,686,106. With one candidate on each
// edge a supernet of nasbench201 is a found network: with 17 cells, `none` on every edge and affine
// batch norms it has 73,306 weights.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/net/cell_stack.h"

namespace tetlo {

struct SupernetShape {
  int64_t image_channels = 3;
  int64_t image_side = 32;
  int64_t channels = 16;
  int64_t cells = 8;       ///< this number determines which cells are reduction cells
  int64_t used_cells = 0;  ///< only the first `used_cells` of the cells are built; 0: all
  int64_t classes = 10;
  int64_t partial = 1;  ///< K: edges mix only 1/K of their channels [Xu2020]
  bool affine = false;  ///< batch norms inside cells learn a scale and a shift
  Activation activation = Activation::kRelu;
  Engine engine = Engine::kFused;
};

struct SupernetParts;

class Supernet : public CellStack {
 public:
  /// Throws Error if the shape is impossible.
  Supernet(const Space& space, const SupernetShape& shape);

 private:
  Supernet(const Space& space, const SupernetShape& shape, const SupernetParts& parts);
};

}  // namespace tetlo
