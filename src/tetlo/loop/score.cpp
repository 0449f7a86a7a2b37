// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/score.h"

namespace tetlo {

Averages score(const std::string& prefix, const Tensor& logits, const Tensor& labels,
               const Loss& loss) {
  const at::NoGradGuard no_grad;
  const auto images = static_cast<double>(labels.size(0));
  Averages averages;
  averages.add(prefix + "_loss", loss(logits, labels).to(torch::kFloat64) * images, images);
  averages.add(prefix + "_accuracy", logits.argmax(1).eq(labels).sum(), images);
  return averages;
}

Averages score_top(const std::string& prefix, const Tensor& logits, const Tensor& labels) {
  const at::NoGradGuard no_grad;
  const Tensor best = std::get<1>(logits.topk(kTop, 1));
  const Tensor right = best.eq(labels.to(logits.device()).unsqueeze(1));
  Averages averages;
  averages.add(prefix + "_top5_accuracy", right.sum(), static_cast<double>(labels.size(0)));
  return averages;
}

}  // namespace tetlo
