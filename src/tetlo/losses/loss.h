// SPDX-License-Identifier: Apache-2.0
// The losses of a classifier.
#pragma once

#include <functional>

#include "tetlo/util/tensor.h"

namespace tetlo {

/// The mean loss of logits [N, classes] for labels [N], a scalar.
using Loss = std::function<Tensor(const Tensor& logits, const Tensor& labels)>;

/// Mean of −log p_y, where p = softmax(logits).
Tensor cross_entropy(const Tensor& logits, const Tensor& labels);

}  // namespace tetlo
