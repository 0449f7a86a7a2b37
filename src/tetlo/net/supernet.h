// SPDX-License-Identifier: Apache-2.0
// The supernet: every candidate operation on every edge of every cell, mixed by α [Liu2019].
//
// Stem (3 x 3 convolution to 3 C channels, batch norm), cells, global average pooling, linear
// classifier. In nasbench201 [Dong2020, section 2.1] the stem has C channels, residual blocks stand
// in the place of reduction cells, and batch norm and ReLU before the pooling; in nasbench1shot1
// [Zela2020b] the stem has C channels and ReLU, and ReLU, a 1 x 1 convolution to a node's channels
// and batch norm come before the pooling. Weights are declared
// in that order, so that the first cells of a network are a prefix of its weight vector: two models
// tied in their first six cells agree in their first prefix_weights(6) numbers, and nothing else
// has to say so.
//
// Checkable: the darts space with C = 16, 8 cells, 10 classes has 1,930,618 weights, with partial
// channels K = 4 299,578. With one candidate an edge it is a found network: of nasbench201, 17
// cells, `none` on every edge and affine batch norms, it has 73,306.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/net/cell.h"
#include "tetlo/net/network.h"

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

class Supernet : public Network {
 public:
  /// Impossible shapes are an Error.
  Supernet(const Space& space, const SupernetShape& shape);

  Output forward(const Tensor& images, const Mixture& mixture, Pass& pass) const override;
  const Layout& layout() const override { return builder_.layout; }
  Pass pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const override;

  int64_t cells() const override { return static_cast<int64_t>(cells_.size()); }
  int64_t prefix_weights(int64_t cells) const override;

 private:
  Builder builder_;
  Activation activation_;
  Engine engine_;
  Convolution stem_;
  BatchNorm stem_norm_;
  std::vector<std::unique_ptr<const Cell>> cells_;
  std::vector<int64_t> weights_before_cell_;
  bool activate_stem_;
  std::optional<ReluConvNorm> last_convolution_;
  std::optional<BatchNorm> last_norm_;
  std::optional<Linear> classifier_;
};

}  // namespace tetlo
