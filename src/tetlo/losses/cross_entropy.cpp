// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/table.h"
#include "tetlo/util/softmax.h"

namespace tetlo {
namespace {

Tensor of_images(const Tensor& logits, const Tensor& labels) {
  return torch::nll_loss(log_softmax(logits), labels, /*weight=*/{}, at::Reduction::None);
}

}  // namespace

Tensor cross_entropy(const Tensor& logits, const Tensor& labels) {
  return mean_of(of_images)(logits, labels);
}

LossEntry cross_entropy_loss() {
  return {member("cross_entropy", "−log of the probability of the label", "[Liu2019]"),
          [](const std::any&) -> ImageLosses { return of_images; }};
}

}  // namespace tetlo
