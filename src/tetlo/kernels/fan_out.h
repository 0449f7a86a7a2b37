// SPDX-License-Identifier: Apache-2.0
// Computes all edges that leave one state of a cell as one differentiable operation on the CPU:
//
//   out_e = accumulator_e + Σ_b w_(e,b) b(x)      for every edge e and its branches b
//
// x [N, C, H, W] is the state, b a candidate operation, w the mixture [Liu2019, eq. 2] and
// accumulator_e what the node at the end of the edge has summed so far. Work that edges share, such
// as pooling x and summing the gradient with respect to x, is done once.
//
// For the backward pass only x, the values before batch norms and the tangents of both are kept
// (with `spare_memory` only some of the values). If no gradient is needed, nothing is kept. A
// branch that is not present is not computed, and the gradient with respect to its weight is 0.
//
// With tangents the operation also computes the derivative of its outputs in the direction in which
// x, the weights and the accumulators change by theirs; w is constant. Its backward pass then has
// twice as many gradients to propagate. Those with respect to x, w and the weights are the tangents
// of the gradients that it would compute without tangents. This is how hypergradients get exact
// products at little more than the price of two gradients (levels/pull_back.h).
//
// A gradient without tangents that will itself be differentiated is computed by `plain`, which
// computes the same with LibTorch's operations.
//
// Checkable: the result agrees with `plain` within 1e-5 forward and 1e-4 backward
// (fan_out_test.cpp).
#pragma once

#include <torch/types.h>

#include <functional>
#include <optional>
#include <vector>

#include "tetlo/kernels/pool.h"
#include "tetlo/kernels/stage_weights.h"

namespace tetlo::kernels {

using Tensors = std::vector<torch::Tensor>;

/// The places of a batch norm's parameters.
struct NormPlace {
  /// Place of the learned scale among the weights; the shift follows it.
  std::optional<size_t> scale;
  /// Place of the running mean among the statistics; the variance follows it.
  size_t statistics = 0;
};

/// A stage as described in stage.h: ReLU, convolutions, batch norm.
struct StageShape {
  StageKind kind = StageKind::kSeparable;
  Taps taps;
  size_t weights = 0;  ///< place of its first convolution among the weights; a second one follows
  NormPlace norm;
};

struct Branch {
  enum class Kind { kNone, kIdentity, kPool, kStages };
  Kind kind = Kind::kNone;
  PoolKind pool = PoolKind::kMax;
  std::optional<NormPlace> norm = std::nullopt;  ///< the batch norm after a pool, if there is one
  std::vector<StageShape> stages = {};           ///< kStages: one or two
};

struct FanOutShape {
  int64_t stride = 1;
  int64_t out_channels = 0;   ///< 0: the number of channels of x
  bool spare_memory = false;  ///< recompute cheap values in the backward pass
  std::vector<std::vector<Branch>> edges;
};

struct FanOutInputs {
  torch::Tensor x;
  Tensors accumulators;  ///< one for each edge; undefined if the node has no sum yet
  Tensors mixture;       ///< [branches], one for each edge
  Tensors weights;
  std::vector<std::vector<bool>> present = {};  ///< by edge and branch; empty: all are present

  // The tangents of x, the accumulators and the weights. Either all are defined, except for those
  // of accumulators that are not, or none.
  torch::Tensor x_tangent = {};
  Tensors accumulator_tangents = {};
  Tensors weight_tangents = {};

  bool have_tangents() const { return x_tangent.defined(); }
  bool has(size_t edge, size_t branch) const {
    return present.empty() || present[edge].empty() || present[edge][branch];
  }
};

/// The source of the statistics of batch norm.
enum class Statistics {
  kBatch,           ///< from the batch; running statistics do not change (virtual passes)
  kBatchAndUpdate,  ///< from the batch, which also updates the running statistics (real passes)
  kRunning          ///< from the running statistics (testing)
};

struct FanOutStatistics {
  Tensors running;  ///< means and variances
  Statistics mode = Statistics::kBatch;
};

/// Returns one output for each edge, [N, out_channels, ⌈H/stride⌉, ⌈W/stride⌉]; with tangents also,
/// after all outputs, the tangent of each. All tensors are float32 on the CPU.
Tensors fan_out(const FanOutShape& shape, const FanOutInputs& inputs,
                const FanOutStatistics& statistics,
                const std::function<Tensors(const FanOutInputs&)>& plain);

}  // namespace tetlo::kernels
