// SPDX-License-Identifier: Apache-2.0
// A model in training: a network, its running statistics, and the place of its weights in a stage.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/frameworks/step_inputs.h"
#include "tetlo/net/network.h"

namespace tetlo {

/// `length` weights of a stage, starting at index `first`.
struct WeightRange {
  int64_t first = 0, length = 0;

  Tensor of(const Tensor& stage_weights) const { return stage_weights.narrow(0, first, length); }
};

struct Model {
  std::string name;  ///< "main" or "auxiliary"; part of the names of its losses
  std::shared_ptr<const Network> network;
  Tensor statistics;        ///< of batch norm; only real steps update them
  size_t stage = 0;         ///< the stage that holds its weights
  size_t architecture = 0;  ///< the place of its mixture in Mixtures
  bool auxiliary = false;   ///< whether its images are those of the auxiliary task
  /// The ranges of its weights in the stage, in their order. Empty: all of the stage's weights.
  std::vector<WeightRange> ranges = {};
  /// The mixture of a model whose architecture is not searched.
  std::optional<Mixture> constant_mixture = std::nullopt;
};

/// The model's own weights, taken from those of its stage; differentiable.
Tensor weights_of(const Model& model, const Tensor& stage_weights);

/// The mixture under which the model is evaluated.
const Mixture& mixture_of(const Model& model, const Mixtures& mixtures);

/// The conditions under which a network is evaluated.
struct Conditions {
  Mixture mixture;
  Statistics statistics = Statistics::kBatch;
  uint64_t noise = 0;  ///< key of the random stream for noise and dropout; equal keys, equal draws
  LayerObserver* observer = nullptr;  ///< see Pass
};

/// The model's output for images [N, C, H, W] at any weights.
Output forward(const Model& model, const Tensor& weights, const Tensor& images,
               const Conditions& conditions);

}  // namespace tetlo
