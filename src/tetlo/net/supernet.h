// SPDX-License-Identifier: Apache-2.0
// The supernet: every candidate operation on every edge of every cell, mixed by α [Liu2019].
//
// Stem (3 x 3 convolution to 3 C channels, batch norm), cells, global average pooling, linear
// classifier. Weights are declared in that order, so that the first cells of a network are a prefix
// of its weight vector: two models tied in their first six cells agree in their first
// prefix_weights(6) numbers, and nothing else has to say so.
//
// Checkable: the darts space with C = 16, 8 cells, 10 classes has 1,930,618 weights, with partial
// channels K = 4 299,578.
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

  int64_t cells() const { return static_cast<int64_t>(cells_.size()); }
  /// How many weights the stem and the first `cells` cells have.
  int64_t prefix_weights(int64_t cells) const;

 private:
  Builder builder_;
  Activation activation_;
  Engine engine_;
  Convolution stem_;
  BatchNorm stem_norm_;
  std::vector<SearchCell> cells_;
  std::vector<int64_t> weights_before_cell_;
  std::optional<Linear> classifier_;
};

}  // namespace tetlo
