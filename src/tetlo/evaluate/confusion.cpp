// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/confusion.h"

namespace tetlo {

void Confusion::add(const Tensor& scores, const Tensor& labels) {
  const int64_t classes = counts_.size(0);
  const Tensor pairs = classes * labels.cpu() + scores.argmax(1).cpu();
  counts_ += torch::bincount(pairs, /*weights=*/{}, classes * classes).view_as(counts_);
}

}  // namespace tetlo
