// SPDX-License-Identifier: Apache-2.0
// The two cells: of a supernet, where every edge mixes its candidates, and of a found network.
//
// States 0 and 1 are the outputs of the two cells before, brought to the cell's channels and side;
// state 2 + i is node i; the output concatenates nodes [Liu2019, eq. 1 and 2]. In a reduction cell
// the edges that leave states 0 and 1 have stride 2.
#pragma once

#include <memory>
#include <vector>

#include "tetlo/net/fan_out.h"
#include "tetlo/net/macro.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// Of the last but one and the last cell.
struct CellOutputs {
  Tensor before_last, last;
};

/// What brings the outputs of the two cells before to one size.
class CellInputs {
 public:
  CellInputs(Builder& builder, const CellPlan& plan);
  /// States 0 and 1 [N, channels, H, W].
  std::vector<Tensor> operator()(const CellOutputs& before, Pass& pass) const;

 private:
  FanOut before_last_, last_;
};

class Cell {
 public:
  virtual ~Cell() = default;
  /// Outputs of the last but one and the last cell before -> the output of this one.
  virtual Tensor forward(const CellOutputs& before, Pass& pass) const = 0;
};

class SearchCell : public Cell {
 public:
  /// `partial` as in EdgeShape.
  SearchCell(Builder& builder, const Space& space, const CellPlan& plan, int64_t partial = 1);
  /// -> [N, nodes * channels, H, W]; a cell of one input: its last node.
  Tensor forward(const CellOutputs& before, Pass& pass) const override;

 private:
  void add_edges(size_t from, std::vector<Tensor>& states, Pass& pass) const;

  CellKind kind_;
  std::optional<CellInputs> inputs_;  ///< of two; one is taken as it is
  /// An edge that leaves a state, in the order of alpha's rows, and the state where it ends.
  struct Leaving {
    size_t edge, to;
  };
  PartialChannels partial_[2];                 ///< of edges of stride 1 and 2
  std::vector<std::vector<Leaving>> leaving_;  ///< by state
  std::vector<FanOut> fans_;                   ///< by state, over its leaving edges
};

class DiscreteCell : public Cell {
 public:
  /// An operation that does not exist is an Error.
  DiscreteCell(Builder& builder, const DartsCell& cell, const CellPlan& plan);
  /// -> [N, concatenated nodes * channels, H, W].
  Tensor forward(const CellOutputs& before, Pass& pass) const override;

 private:
  void add_edges(size_t from, std::vector<Tensor>& states, Pass& pass) const;

  CellInputs inputs_;
  std::vector<int> concat_;
  std::vector<std::vector<size_t>> identities_;  ///< by state, the nodes that have it as it is
  std::vector<std::vector<size_t>> ends_;        ///< by state, where the edges of its fan end
  std::vector<FanOut> fans_;                     ///< by state, over all but identities
};

/// x with each sample's path dropped with probability pass.mixture.drop_path and the kept ones
/// scaled so that the expectation stays x [Larsson2017]; x itself unless training.
Tensor drop_path(const Tensor& x, Pass& pass);

}  // namespace tetlo
