// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/class_balanced.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tetlo {
namespace {

/// (1 − β^n)/(1 − β), also if β is close to 1.
double effective_number(int64_t images, double beta) {
  return -std::expm1(static_cast<double>(images) * std::log(beta)) / (1 - beta);
}

}  // namespace

std::vector<double> class_weights(const std::vector<int64_t>& images, double beta) {
  std::vector<double> weights;
  for (const int64_t n : images) weights.push_back(n == 0 ? 0 : 1 / effective_number(n, beta));
  const auto present = static_cast<double>(images.size()) -
                       static_cast<double>(std::count(images.begin(), images.end(), 0));
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight *= present / sum;
  return weights;
}

Loss weighted_mean_of(const ImageLosses& losses, const std::vector<double>& class_weights) {
  const Tensor weights = torch::tensor(class_weights, torch::kFloat64);
  return [losses, weights](const Tensor& logits, const Tensor& labels) {
    const Tensor of_images = weights.to(logits.options()).index_select(0, labels);
    return (of_images * losses(logits, labels)).mean();
  };
}

}  // namespace tetlo
