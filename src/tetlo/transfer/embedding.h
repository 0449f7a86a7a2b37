// SPDX-License-Identifier: Apache-2.0
// Regularised embeddings (RegEmbed): the knowledge of where an image lies. The learner is pulled
// towards the teacher's encoding [Romero2015, eq. 3; Sheth2023, section 4.6]:
//   R = mean over images of ‖W t − l‖²
// for the encodings t of the teacher and l of the learner.
//
// If both encodings are equally wide, W is the identity and R has no weights. Otherwise W is a
// linear map from the teacher's encoding to the learner's width, [learner's features, teacher's
// features], initialised by its fan-in and trained together with the learner.
//
// Drawn: nothing; all images of the batch are used. Reduction: the mean.
// Gradient into the teacher: 2 Wᵀ(W t − l) / N, which vanishes where both agree, W t = l.
//
// Checkable: the encodings t = (3, 4) and l = (0, 0) of a single image have the loss 25.
#pragma once

#include <cstdint>

#include "tetlo/transfer/transfer.h"

namespace tetlo {

class EmbeddingTransfer : public Transfer {
 public:
  /// Undefined.
  Tensor sample(int64_t batch, Random& random) const override;
  /// t [N, teacher's features].
  Tensor knowledge(const Output& teacher, const Tensor& samples) const override;
  Tensor loss(const TransferPoint& at) const override;
  /// W, if the widths differ.
  Layout layout(int64_t teacher_features, int64_t learner_features) const override;
};

}  // namespace tetlo
