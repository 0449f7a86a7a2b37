// SPDX-License-Identifier: Apache-2.0
#include "tetlo/losses/loss.h"

namespace tetlo {

Loss mean_of(const ImageLosses& losses) {
  return [losses](const Tensor& logits, const Tensor& labels) {
    return losses(logits, labels).mean();
  };
}

}  // namespace tetlo
