// SPDX-License-Identifier: Apache-2.0
// The two cells: of a supernet, where every edge mixes its candidates, and of a found network.
//
// States 0 and 1 are the outputs of the two cells before, brought to the cell's channels and side;
// state 2 + i is node i; the output concatenates nodes [Liu2019, eq. 1 and 2]. In a reduction cell
// the edges that leave states 0 and 1 have stride 2.
#pragma once

#include <memory>
#include <vector>

#include "tetlo/net/macro.h"
#include "tetlo/net/mixture.h"
#include "tetlo/net/operations.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// What brings the outputs of the two cells before to one size.
class CellInputs {
 public:
  CellInputs(Builder& builder, const CellPlan& plan);
  /// States 0 and 1 [N, channels, H, W].
  std::vector<Tensor> operator()(const Tensor& before_last, const Tensor& last, Pass& pass) const;

 private:
  std::unique_ptr<Operation> before_last_;
  ReluConvNorm last_;
};

/// Where an edge mixes.
struct EdgeShape {
  int64_t channels = 0;
  int64_t stride = 1;
  int64_t partial = 1;  ///< K: only the first 1/K of the channels are mixed
};

/// Σ_o w_o o(x) over the candidates of an edge. With partial channels the others pass by, pooled
/// where the stride is 2, and a shuffle in K groups spreads the mixed ones over all [Xu2020, eq.
/// 2].
class MixedOperation {
 public:
  MixedOperation(Builder& builder, const std::vector<std::string>& candidates,
                 const EdgeShape& shape);
  /// x [N, C, H, W], weights [candidates].
  Tensor operator()(const Tensor& x, const Tensor& weights, Pass& pass) const;

 private:
  Tensor mix(const Tensor& x, const Tensor& weights, Pass& pass) const;

  EdgeShape shape_;
  std::vector<std::unique_ptr<Operation>> candidates_;
};

/// Channels 0, 1, 2, … in the order that takes one of each group in turn: of 16 in 4 groups 0, 4,
/// 8, 12, 1, 5, …
Tensor shuffle_channels(const Tensor& x, int64_t groups);

class SearchCell {
 public:
  /// `partial` as in EdgeShape.
  SearchCell(Builder& builder, const Space& space, const CellPlan& plan, int64_t partial = 1);
  /// Outputs of the cells before -> [N, nodes * channels, H, W].
  Tensor operator()(const Tensor& before_last, const Tensor& last, const Mixture& mixture,
                    Pass& pass) const;

 private:
  CellKind kind_;
  int nodes_;
  CellInputs inputs_;
  std::vector<Edge> edges_;
  std::vector<MixedOperation> mixed_;
};

class DiscreteCell {
 public:
  /// A genotype with an operation that does not exist is an Error.
  DiscreteCell(Builder& builder, const Genotype& genotype, const CellPlan& plan);
  /// Outputs of the cells before -> [N, concatenated nodes * channels, H, W].
  Tensor operator()(const Tensor& before_last, const Tensor& last, Pass& pass) const;

 private:
  CellInputs inputs_;
  std::vector<Gene> genes_;
  std::vector<int> concat_;
  std::vector<std::unique_ptr<Operation>> operations_;
};

/// x with each sample's path dropped with probability pass.drop_path and the kept ones scaled so
/// that the expectation stays x [Larsson2017]; x itself unless training.
Tensor drop_path(const Tensor& x, Pass& pass);

}  // namespace tetlo
