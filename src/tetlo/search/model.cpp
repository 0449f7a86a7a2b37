// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/model.h"

#include <ATen/CPUGeneratorImpl.h>

namespace tetlo {

Output forward(const Model& model, const Mixture& mixture, const Tensor& weights,
               const Tensor& images, const Evaluation& how) {
  Pass pass = model.network->pass(weights, model.statistics, how.mode);
  pass.generator = at::detail::createCPUGenerator(how.noise);
  pass.mixture = mixture;
  return model.network->forward(images, pass);
}

}  // namespace tetlo
