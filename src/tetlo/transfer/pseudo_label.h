// SPDX-License-Identifier: Apache-2.0
// Pseudo-labels: the knowledge of how likely each class of an image is. With the class
// probabilities p = softmax(logits) of teacher and learner [Zhang2018, eq. 3; Sheth2023,
// appendix P]:
//   R = mean over images of KL(p_t ‖ p_l) = mean of Σ over classes of p_t (log p_t − log p_l)
//
// Drawn: nothing; all images of the batch are used. Reduction: the mean. Eq. 3 sums over images,
// and so does the cross entropy that stands beside it there; here both are means.
// Gradient into the teacher: with respect to an image's logits p_t (log p_t − log p_l − KL) / N,
// which vanishes where both agree.
//
// Checkable: for p_t = (1/2, 1/2) and p_l = (3/4, 1/4), KL is log(4/3) / 2 = 0.1438.
#pragma once

#include <cstdint>

#include "tetlo/transfer/transfer.h"

namespace tetlo {

class PseudoLabelTransfer : public Transfer {
 public:
  /// Undefined.
  Tensor sample(int64_t batch, Random& random) const override;
  /// log p_t [N, classes].
  Tensor knowledge(const Output& teacher, const Tensor& samples) const override;
  Tensor loss(const TransferPoint& at) const override;
  bool compares_classes() const override { return true; }
};

}  // namespace tetlo
