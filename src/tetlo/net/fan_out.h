// SPDX-License-Identifier: Apache-2.0
// The edges that leave one state of a cell, evaluated together, for they share much of their work.
//
// This is where an engine is chosen: kernels/fan_out.h does all candidates that it has kernels for
// in one operation; whatever it cannot do is done by the candidates themselves.
#pragma once

#include <vector>

#include "tetlo/net/mixed_operation.h"

namespace tetlo {

class FanOut {
 public:
  /// Edges of one stride; `out_channels` where they are not those of the state; `spare_memory` as
  /// in kernels/fan_out.h.
  FanOut(std::vector<Candidates> edges, int64_t stride, int64_t out_channels = 0,
         bool spare_memory = false);

  /// For each edge e: accumulator_e + mix(candidates_e, x, mixture_e) of x [N, C, H, W]; accumulator_e may be
  /// undefined.
  std::vector<Tensor> operator()(const Tensor& x, const std::vector<EdgeMixture>& mixture,
                                 const std::vector<Tensor>& accumulators, Pass& pass) const;

  /// The output of a single candidate on a single edge.
  Tensor operator()(const Tensor& x, Pass& pass) const {
    return (*this)(x, {EdgeMixture()}, {Tensor()}, pass).front();
  }

 private:
  std::vector<Tensor> plain(const std::vector<Candidates>& edges,
                            const kernels::FanOutInputs& inputs, Pass& pass) const;
  /// No candidate's output: zeros.
  Tensor nothing(const Tensor& x) const;
  std::vector<Tensor> fused(kernels::FanOutInputs inputs, Pass& pass) const;

  std::vector<Candidates> edges_;
  std::vector<Candidates> with_kernels_;  ///< the same, null where there is no kernel
  kernels::FanOutShape shape_;
  std::vector<size_t> places_;  ///< in the network's weights, of what shape_ counts as 0, 1, 2, …
};

}  // namespace tetlo
