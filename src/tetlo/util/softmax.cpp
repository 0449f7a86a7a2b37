// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/softmax.h"

#include "tetlo/util/forward_mode.h"

namespace tetlo {
namespace {

/// ẋ − Σ_j p_j ẋ_j, the tangent of log p.
Tensor less_the_mean(const Tensor& tangent, const Tensor& p) {
  return tangent - (p * tangent).sum(1, /*keepdim=*/true);
}

}  // namespace

Tensor softmax(const Tensor& logits) {
  const Tensor p = torch::softmax(value_of(logits), 1), tangent = tangent_of(logits);
  return tangent.defined() ? with_tangent(p, p * less_the_mean(tangent, p)) : p;
}

Tensor log_softmax(const Tensor& logits) {
  const Tensor log_p = torch::log_softmax(value_of(logits), 1), tangent = tangent_of(logits);
  return tangent.defined() ? with_tangent(log_p, less_the_mean(tangent, log_p.exp())) : log_p;
}

}  // namespace tetlo
