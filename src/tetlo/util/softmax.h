// SPDX-License-Identifier: Apache-2.0
// The probabilities of classes and their logarithms, given logits [N, classes].
//
// LibTorch has both functions. Their tangents are written down here, because LibTorch 1.13 changes
// a value in place that it needs to differentiate a tangent backwards.
#pragma once

#include "tetlo/util/tensor.h"

namespace tetlo {

/// p_k = e^(x_k) / Σ_j e^(x_j)
Tensor softmax(const Tensor& logits);
/// log p_k
Tensor log_softmax(const Tensor& logits);

}  // namespace tetlo
