// SPDX-License-Identifier: Apache-2.0
// The cell of NAS-Bench-1Shot1's supernet [Zela2020b, section 3]. Each block computes a weighted
// sum of earlier states and mixes the outputs of its candidate operations for that sum
// (space/blocks.h).
//
//   x_b = p_b(input) v_(b,0) + Σ_(0<j<b) v_(b,j) y_j,   y_b = Σ_o w_(b,o) o(x_b)
//   output = v_0 p_out(input) + (v_1 y_1, …, v_n y_n side by side)
//
// The p are 1 x 1 convolutions with batch norm and ReLU, to the channels of a block or of the
// output. w and v are rows of the mixture; if all earlier states are parents of a block, its v are
// 1. A reduction cell first pools its input over 2 x 2 pixels.
#pragma once

#include "tetlo/net/cell.h"

namespace tetlo {

class BlockCell : public Cell {
 public:
  /// `candidates` must be the candidates of the family's choices.
  BlockCell(Builder& builder, const Nasbench101Family& family, const Space::Candidates& candidates,
            const CellPlan& plan);
  /// Returns [N, blocks * channels, H, W].
  Tensor forward(const CellOutputs& before, Pass& pass) const override;

 private:
  /// Σ_j v_j state_j; if v is undefined, every v_j is 1.
  static Tensor weigh(const std::vector<Tensor>& states, const Tensor& v);

  Nasbench101Family family_;
  bool reduces_;
  std::vector<std::unique_ptr<const Operation>> projections_;  ///< p of the blocks and the output
  std::vector<Candidates> blocks_;
};

}  // namespace tetlo
