// SPDX-License-Identifier: Apache-2.0
// Quadruple relative similarity: the knowledge of which of two pairs of images is more alike.
//
// Let c(x, y) be the cosine similarity of two encodings and, for a quadruple (x, y, z, w),
//   d = c(x, y) − c(z, w)
// The learner is penalised if its d and the teacher's d have different signs
// [Sheth2023, eq. 4]:
//   R = Σ over quadruples of max(0, −d_m d_a)
//
// Drawn: 300 quadruples with x ≠ y and z ≠ w. Reduction: their sum, or the mean.
// Gradient into the teacher: −d_a for quadruples with d_m d_a < 0, and 0 for all others.
//
// Checkable: with encodings x = y = (1, 0), z = (1, 0), w = (0, 1), d is 1. A learner with d = −1/2
// then has the loss 1/2, and one with d = +1/2 the loss 0.
#pragma once

#include <cstdint>
#include <vector>

#include "tetlo/transfer/samples.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

struct QuadrupleOptions {
  int64_t samples = 300;
  Reduction reduction = Reduction::kSum;

  std::vector<Field> fields();
};

class QuadrupleTransfer : public Transfer {
 public:
  explicit QuadrupleTransfer(const QuadrupleOptions& options) : options_(options) {}

  /// The indices [4, quadruples] of x, y, z and w.
  Tensor sample(int64_t batch, Random& random) const override;
  /// d_m [quadruples].
  Tensor knowledge(const Output& teacher, const Tensor& samples) const override;
  Tensor loss(const TransferPoint& at) const override;
  /// The smaller of |d_m| and |d_a|.
  Tensor kink_distance(const TransferPoint& at) const override;

 private:
  QuadrupleOptions options_;
};

/// d = c(x, y) − c(z, w), [Q], for encodings [N, D] and samples [4, Q].
Tensor relative_similarity(const Tensor& encoding, const Tensor& samples);

}  // namespace tetlo
