// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/model.h"

#include "tetlo/util/random.h"

namespace tetlo {

Tensor weights_of(const Model& model, const Tensor& stage_weights) {
  if (model.ranges.empty()) return stage_weights;
  if (model.ranges.size() == 1) return model.ranges.front().of(stage_weights);
  std::vector<Tensor> parts;
  for (const WeightRange& range : model.ranges) parts.push_back(range.of(stage_weights));
  return torch::cat(parts);
}

const Mixture& mixture_of(const Model& model, const Mixtures& mixtures) {
  return model.constant_mixture ? *model.constant_mixture : mixtures.at(model.architecture);
}

Output forward(const Model& model, const Tensor& weights, const Tensor& images,
               const Conditions& conditions) {
  Pass pass = model.network->pass(weights, model.statistics, conditions.statistics);
  pass.generator = generator_on(images.device(), conditions.noise);
  pass.mixture = conditions.mixture;
  pass.observer = conditions.observer;
  return model.network->forward(images, pass);
}

}  // namespace tetlo
