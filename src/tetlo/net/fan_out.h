// SPDX-License-Identifier: Apache-2.0
// The edges that leave one state of a cell, evaluated together because they share much of their
// work.
//
// This is where the engine is chosen. With the fused engine, kernels/fan_out.h computes all
// candidates for which it has kernels in one operation; the other candidates compute themselves.
#pragma once

#include <vector>

#include "tetlo/net/mixed_operation.h"

namespace tetlo {

class FanOut {
 public:
  /// All edges have the same stride. `out_channels` is given if the outputs have another number of
  /// channels than the state. kernels/fan_out.h explains `spare_memory`.
  FanOut(std::vector<Candidates> edges, int64_t stride, int64_t out_channels = 0,
         bool spare_memory = false);

  /// Returns accumulator_e + mix(candidates_e, x, mixture_e) for each edge e, where x has the shape
  /// [N, C, H, W]. accumulator_e may be undefined, which counts as 0.
  std::vector<Tensor> operator()(const Tensor& x, const std::vector<EdgeMixture>& mixture,
                                 const std::vector<Tensor>& accumulators, Pass& pass) const;

  /// The output of a FanOut that has only one edge with only one candidate.
  Tensor operator()(const Tensor& x, Pass& pass) const {
    return (*this)(x, {EdgeMixture()}, {Tensor()}, pass).front();
  }

 private:
  std::vector<Tensor> plain(const std::vector<Candidates>& edges,
                            const kernels::FanOutInputs& inputs, Pass& pass) const;
  /// The output of an edge on which no candidate is present: zeros.
  Tensor nothing(const Tensor& x) const;
  std::vector<Tensor> fused(kernels::FanOutInputs inputs, Pass& pass) const;

  std::vector<Candidates> edges_;
  std::vector<Candidates> with_kernels_;  ///< the same, but null if there is no kernel
  kernels::FanOutShape shape_;
  std::vector<size_t> places_;  ///< in the network's weights, of weights 0, 1, 2, … of shape_
};

}  // namespace tetlo
