// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/model.h"

#include <ATen/CPUGeneratorImpl.h>

namespace tetlo {

Tensor weights_of(const Model& model, const Tensor& stage_weights) {
  if (model.ranges.empty()) return stage_weights;
  std::vector<Tensor> parts;
  for (const auto& [first, length] : model.ranges) {
    parts.push_back(stage_weights.narrow(0, first, length));
  }
  return torch::cat(parts);
}

Output forward(const Model& model, const Tensor& weights, const Tensor& images,
               const Conditions& conditions) {
  Pass pass = model.network->pass(weights, model.statistics, conditions.statistics);
  pass.generator = at::detail::createCPUGenerator(conditions.noise);
  pass.mixture = conditions.mixture;
  return model.network->forward(images, pass);
}

}  // namespace tetlo
