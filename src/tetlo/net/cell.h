// SPDX-License-Identifier: Apache-2.0
// Two kinds of cells: SearchCell belongs to a supernet, and every edge mixes its candidates;
// DiscreteCell belongs to a found network.
//
// States 0 and 1 are the outputs of the two previous cells, adapted to the channels and the side of
// this cell. State 2 + i is node i, and the output concatenates nodes [Liu2019, eq. 1 and 2]. In a
// reduction cell the edges that leave states 0 and 1 have stride 2.
#pragma once

#include <memory>
#include <vector>

#include "tetlo/net/fan_out.h"
#include "tetlo/net/macro.h"
#include "tetlo/space/darts_cells.h"

namespace tetlo {

/// The outputs of the last two cells.
struct CellOutputs {
  Tensor before_last, last;
};

/// Adapts the outputs of the two previous cells to a common size.
class CellInputs {
 public:
  CellInputs(Builder& builder, const CellPlan& plan);
  /// Returns states 0 and 1, each [N, channels, H, W].
  std::vector<Tensor> operator()(const CellOutputs& before, Pass& pass) const;

 private:
  FanOut before_last_, last_;
};

class Cell {
 public:
  virtual ~Cell() = default;
  /// The output of this cell, given the outputs of the two previous cells.
  virtual Tensor forward(const CellOutputs& before, Pass& pass) const = 0;
};

class SearchCell : public Cell {
 public:
  /// EdgeShape explains `partial`.
  SearchCell(Builder& builder, const Space& space, const CellPlan& plan, int64_t partial = 1);
  /// Returns [N, nodes * channels, H, W]; a cell with one input returns its last node.
  Tensor forward(const CellOutputs& before, Pass& pass) const override;

 private:
  void add_edges(size_t from, std::vector<Tensor>& states, Pass& pass) const;

  CellKind kind_;
  std::optional<CellInputs> inputs_;  ///< empty if there is one input, which is not adapted
  /// An edge that leaves a state: its index, which is its row of α, and the state where it ends.
  struct Leaving {
    size_t edge, to;
  };
  PartialChannels partial_[2];                 ///< of edges with stride 1 and with stride 2
  std::vector<std::vector<Leaving>> leaving_;  ///< for each state
  std::vector<FanOut> fans_;                   ///< for each state, of the edges that leave it
};

class DiscreteCell : public Cell {
 public:
  /// Throws Error if an operation does not exist.
  DiscreteCell(Builder& builder, const DartsCell& cell, const CellPlan& plan);
  /// Returns [N, concatenated nodes * channels, H, W].
  Tensor forward(const CellOutputs& before, Pass& pass) const override;

 private:
  void add_edges(size_t from, std::vector<Tensor>& states, Pass& pass) const;

  CellInputs inputs_;
  std::vector<int> concat_;
  std::vector<std::vector<size_t>> identities_;  ///< for each state, the ends of its identities
  std::vector<std::vector<size_t>> ends_;        ///< for each state, the ends of its fan's edges
  std::vector<FanOut> fans_;                     ///< for each state, without identities
};

/// Sets every sample of x to 0 with probability pass.mixture.drop_path, and scales the others so
/// that the expectation is x [Larsson2017]. When testing, returns x unchanged.
Tensor drop_path(const Tensor& x, Pass& pass);

}  // namespace tetlo
