// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/loss.h"

namespace tetlo {

Tensor cross_entropy(const Tensor& logits, const Tensor& labels) {
  return torch::cross_entropy_loss(logits, labels);
}

}  // namespace tetlo
