// SPDX-License-Identifier: Apache-2.0
// The supernet: every candidate operation on every edge of every cell, mixed by α [Liu2019].
//
// A stack of cells (cell_stack.h) whose stem is a 3 x 3 convolution and batch norm. What its cells
// are, how many channels the stem has and what comes before the pooling is up to the family of the
// space (families.h).
//
// Checkable: the darts space with C = 16, 8 cells, 10 classes has 1,930,618 weights, with partial
// channels K = 4 299,578; nasbench201 with 17 cells 1,686,106. With one candidate an edge it is a
// found network: of nasbench201, 17 cells, `none` on every edge and affine batch norms, it has
// 73,306.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/net/cell_stack.h"

namespace tetlo {

struct SupernetShape {
  int64_t image_channels = 3;
  int64_t channels = 16;
  int64_t cells = 8;       ///< where reductions lie is decided by this number …
  int64_t used_cells = 0;  ///< … of which the first so many are built; 0 means all
  int64_t classes = 10;
  int64_t partial = 1;  ///< K: edges mix only 1/K of their channels [Xu2020]
  bool affine = false;  ///< batch norms inside cells learn a scale and a shift
  Activation activation = Activation::kRelu;
  Engine engine = Engine::kFused;
};

struct SupernetParts;

class Supernet : public CellStack {
 public:
  /// Impossible shapes are an Error.
  Supernet(const Space& space, const SupernetShape& shape);

 private:
  Supernet(const Space& space, const SupernetShape& shape, const SupernetParts& parts);
};

}  // namespace tetlo
