// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/model.h"

#include <ATen/CPUGeneratorImpl.h>

namespace tetlo {

Output forward(const Model& model, const Relaxation& relaxation, const Tensor& alpha,
                const Tensor& weights, const Tensor& images, const Evaluation& how) {
  Pass pass = model.network->pass(weights, model.statistics, how.mode);
  pass.generator = at::detail::createCPUGenerator(how.noise);
  return model.network->forward(images, relaxation.mixture(alpha), pass);
}

Averages score(const std::string& name, const std::string& side, const Tensor& logits,
               const Tensor& labels) {
  const torch::NoGradGuard no_grad;
  const auto images = static_cast<double>(labels.size(0));
  const double loss = torch::cross_entropy_loss(logits, labels).item<double>();
  const double correct = logits.argmax(1).eq(labels).sum().item<double>();
  Averages averages;
  averages.add(name + "." + side + "_loss", loss * images, images);
  averages.add(name + "." + side + "_accuracy", correct, images);
  return averages;
}

}  // namespace tetlo
