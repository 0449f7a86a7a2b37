// SPDX-License-Identifier: Apache-2.0
// The robust log loss, a log loss made symmetric so that it tolerates wrong labels [Kumar2018].
//
// With p = softmax(logits), K classes and a constant ε > 0,
//   L(p, y) = log((1+ε)/ε) − log(ε + p_y) + 1/(K−1) Σ over k ≠ y of log(ε + p_k)
//           = −log((ε + p_y)/(1+ε)) + 1/(K−1) Σ over k ≠ y of log(1 + p_k/ε)
// The second form, in which every term is at least 0, is the one that is computed. A symmetric loss
// has the same sum over all labels at every p, here K log((1+ε)/ε). If a label is replaced with
// probability η by one of the others at equal odds, the expected loss is therefore
//   (1 − η K/(K−1)) L(p, y) + a constant,
// which has the same minimum as L as long as η < (K−1)/K.
//
// Checkable: L = 0 for p_y = 1. With ε = .01 and K = 2, L = log 101 ≈ 4.615 for either label at
// p = (1/2, 1/2).
#pragma once

#include <vector>

#include "tetlo/losses/loss.h"
#include "tetlo/options/field.h"

namespace tetlo {

struct RobustLogOptions {
  double epsilon = 0.01;

  std::vector<Field> fields();
};

/// The loss of each image [N], given logits [N, K] and labels [N].
Tensor robust_log(const Tensor& logits, const Tensor& labels, double epsilon);

}  // namespace tetlo
