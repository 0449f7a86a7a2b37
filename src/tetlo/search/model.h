// SPDX-License-Identifier: Apache-2.0
// A model in training: a network, where its descent stands, and its running statistics.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tetlo/levels/descent.h"
#include "tetlo/net/network.h"

namespace tetlo {

struct Model {
  std::string name;  ///< what metrics call it: "main" or "auxiliary"
  std::shared_ptr<const Network> network;
  Iterate iterate;    ///< weights and momentum
  Tensor statistics;  ///< of batch norm; only real training passes move them
};

/// How a model is evaluated: on which side of training, and where its random numbers come from.
struct Evaluation {
  Statistics mode = Statistics::kBatch;
  uint64_t noise = 0;  ///< key of the stream of the noise operation: equal keys, equal noise
};

/// The model's output for images [N, C, H, W] at any mixture and any weights.
Output forward(const Model& model, const Mixture& mixture, const Tensor& weights,
               const Tensor& images, const Evaluation& how);

}  // namespace tetlo
