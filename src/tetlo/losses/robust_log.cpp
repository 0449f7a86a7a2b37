// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/robust_log.h"

#include <algorithm>

#include "tetlo/losses/table.h"
#include "tetlo/util/softmax.h"

namespace tetlo {

std::vector<Field> RobustLogOptions::fields() {
  return {{"epsilon",
           {&epsilon, {1e-6, 1e3}},
           "ε, which is added to every probability before its logarithm is taken",
           "docs/decisions.md"}};
}

Tensor robust_log(const Tensor& logits, const Tensor& labels, double epsilon) {
  const Tensor p = softmax(logits), y = labels.unsqueeze(1);
  const Tensor right = torch::log((epsilon + p.gather(1, y)) / (1 + epsilon)).squeeze(1);
  const Tensor wrong = torch::log1p(p / epsilon).scatter(1, y, 0).sum(1);
  const int64_t others = std::max<int64_t>(logits.size(1) - 1, 1);
  return wrong / others - right;
}

LossEntry robust_log_loss() {
  return {member<RobustLogOptions>("robust_log", "log loss made symmetric, for noisy labels",
                                   "[Kumar2018]"),
          [](const std::any& options) -> ImageLosses {
            const double epsilon = std::any_cast<const RobustLogOptions&>(options).epsilon;
            return [epsilon](const Tensor& logits, const Tensor& labels) {
              return robust_log(logits, labels, epsilon);
            };
          }};
}

}  // namespace tetlo
