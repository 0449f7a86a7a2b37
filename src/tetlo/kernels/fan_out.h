// SPDX-License-Identifier: Apache-2.0
// All that leaves one state of a cell, in one differentiable operation on the CPU:
//
//   out_e = onto_e + Σ_b w_(e,b) b(x)      for every edge e and its branches b
//
// x [N, C, H, W] is the state, b a candidate operation, w the mixture [Liu2019, eq. 2], onto_e the
// sum of the node so far. What edges share is done once: the pooled x, the gradient by x. Only x
// and values before batch norms are kept for the gradient, with `spare_memory` not even all of
// these, and without a gradient nothing; a branch that is not present is not computed, and its
// weight's gradient is 0.
//
// A gradient that is itself to be differentiated is computed by `plain`, the same in LibTorch's
// operations.
//
// Checkable: equal to `plain` within 1e-5 forward and 1e-4 backward (fan_out_test.cpp).
#pragma once

#include <torch/types.h>

#include <functional>
#include <optional>
#include <vector>

#include "tetlo/kernels/pool.h"
#include "tetlo/kernels/stage.h"

namespace tetlo::kernels {

using Tensors = std::vector<torch::Tensor>;

/// Where a batch norm finds its learned scale (the shift follows it) among the weights, and its
/// running mean (the variance follows it) among the statistics.
struct NormPlace {
  std::optional<size_t> scale;
  size_t statistics = 0;
};

/// ReLU, convolutions, batch norm.
struct StageShape {
  StageKind kind = StageKind::kSeparable;
  Taps taps;
  size_t weights = 0;  ///< place of the first of its one or two convolutions, the other follows
  NormPlace norm;
};

struct Branch {
  enum class Kind { kNone, kIdentity, kPool, kStages };
  Kind kind = Kind::kNone;
  PoolKind pool = PoolKind::kMax;
  std::optional<NormPlace> norm = std::nullopt;  ///< of a pool
  std::vector<StageShape> stages = {};           ///< one or two
};

struct FanOutShape {
  int64_t stride = 1;
  int64_t out_channels = 0;   ///< 0: as many as x has
  bool spare_memory = false;  ///< compute again, backward, what takes few multiplications
  std::vector<std::vector<Branch>> edges;
};

struct FanOutInputs {
  torch::Tensor x;
  Tensors onto;     ///< one an edge, undefined where the sum begins
  Tensors mixture;  ///< one an edge: [branches]
  Tensors weights;
  std::vector<std::vector<bool>> present = {};  ///< by edge and branch; empty: all of that edge

  bool has(size_t edge, size_t branch) const {
    return present.empty() || present[edge].empty() || present[edge][branch];
  }
};

/// Where batch normalisation takes its statistics from.
enum class Statistics {
  kBatch,           ///< from the batch; running statistics stay as they are (virtual passes)
  kBatchAndUpdate,  ///< from the batch, which also moves the running statistics (real passes)
  kRunning          ///< from the running statistics (testing)
};

struct FanOutStatistics {
  Tensors running;  ///< means and variances
  Statistics mode = Statistics::kBatch;
};

/// One output an edge, [N, out_channels, ⌈H/stride⌉, ⌈W/stride⌉]. All tensors are float32 on the
/// CPU.
Tensors fan_out(const FanOutShape& shape, const FanOutInputs& inputs,
                const FanOutStatistics& statistics,
                const std::function<Tensors(const FanOutInputs&)>& plain);

}  // namespace tetlo::kernels
