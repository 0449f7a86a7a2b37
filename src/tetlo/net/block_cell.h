// SPDX-License-Identifier: Apache-2.0
// The cell of NAS-Bench-1Shot1's supernet [Zela2020b, section 3]: blocks that mix operations of
// what they mix of the states before them (space/blocks.h).
//
//   x_b = p_b(input) v_(b,0) + Σ_(0<j<b) v_(b,j) y_j,   y_b = Σ_o w_(b,o) o(x_b)
//   output = v_0 p_out(input) + (v_1 y_1, …, v_n y_n side by side)
//
// p are 1 x 1 convolutions with batch norm and ReLU, to the channels of a block or of the output, w
// and v rows of the mixture; v is 1 where all earlier states are parents. A reduction cell pools
// its input over 2 x 2 pixels first.
#pragma once

#include "tetlo/net/cell.h"

namespace tetlo {

class BlockCell : public Cell {
 public:
  /// `candidates` of the choices of that family.
  BlockCell(Builder& builder, const Nasbench101Family& family, const Space::Candidates& candidates,
            const CellPlan& plan);
  /// -> [N, nodes * channels, H, W].
  Tensor forward(const CellOutputs& before, Pass& pass) const override;

 private:
  /// Σ_j v_j state_j, v undefined where it is 1.
  static Tensor weigh(const std::vector<Tensor>& states, const Tensor& v);

  Nasbench101Family family_;
  bool reduces_;
  std::vector<std::unique_ptr<const Operation>> projections_;  ///< of the blocks and the output
  std::vector<Candidates> blocks_;
};

}  // namespace tetlo
