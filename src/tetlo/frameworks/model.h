// SPDX-License-Identifier: Apache-2.0
// A model in training: a network, its running statistics, and where its weights are to be found.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tetlo/net/network.h"

namespace tetlo {

/// `length` weights of a stage from `first` on.
struct WeightRange {
  int64_t first = 0, length = 0;
};

struct Model {
  std::string name;  ///< what figures call it: "main" or "auxiliary"
  std::shared_ptr<const Network> network;
  Tensor statistics;  ///< of batch norm; only the passes of real steps move them
  size_t stage = 0;   ///< the stage among whose weights its own are
  /// Where they lie there, one range after the other; empty: all of the stage's weights are its own.
  std::vector<WeightRange> ranges = {};
};

/// The model's weights among those of its stage; differentiable.
Tensor weights_of(const Model& model, const Tensor& stage_weights);

/// How a network is evaluated.
struct Conditions {
  Mixture mixture;
  Statistics statistics = Statistics::kBatch;
  uint64_t noise = 0;  ///< key of the random stream for noise and dropout: equal keys, equal draws
};

/// The model's output for images [N, C, H, W] at any weights.
Output forward(const Model& model, const Tensor& weights, const Tensor& images,
               const Conditions& conditions);

}  // namespace tetlo
