// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/problems.h"

namespace tetlo {

Mixture Round::mixture(const Tensor& alpha) const {
  Mixture mixture = relaxation->mixture(alpha);
  mixture.drop_path = drop_path;
  return mixture;
}

Tensor SupernetBilevelProblem::loss(const Tensor& alpha, const Tensor& weights,
                                    const Batch& batch) const {
  const Output output =
      forward(main_, round_.mixture(alpha), weights, batch.images, {.noise = round_.noise});
  return torch::cross_entropy_loss(output.logits, batch.labels);
}

Output SupernetTrilevelProblem::auxiliary(const Tensor& alpha, const Tensor& e_a,
                                          const Batch& batch) const {
  return forward(auxiliary_, round_.mixture(alpha), e_a, batch.images, {.noise = round_.noise});
}

Tensor SupernetTrilevelProblem::teach(const Tensor& alpha, const Tensor& e_m) const {
  const Output main = forward(main_, round_.mixture(alpha), e_m, round_.auxiliary_train.images,
                              {.noise = round_.noise});
  return teaching_.transfer.knowledge(main, round_.samples);
}

Tensor SupernetTrilevelProblem::train_auxiliary(const Tensor& alpha, const Tensor& e_a,
                                                const Tensor& knowledge) const {
  const Output output = auxiliary(alpha, e_a, round_.auxiliary_train);
  return torch::cross_entropy_loss(output.logits, round_.auxiliary_train.labels) +
         teaching_.lambda * teaching_.transfer.loss(knowledge, output, round_.samples);
}

Tensor SupernetTrilevelProblem::validate_auxiliary(const Tensor& alpha, const Tensor& e_a) const {
  const Output output = auxiliary(alpha, e_a, round_.auxiliary_validation);
  return torch::cross_entropy_loss(output.logits, round_.auxiliary_validation.labels);
}

}  // namespace tetlo
