// SPDX-License-Identifier: Apache-2.0
// Triple-wise similarity: the knowledge of which of two images is more like a third.
//
// Let c(x, y) be the cosine similarity of two encodings and, for a triple (x, y, z),
//   d = c(x, y) − c(x, z)
// The teacher says which of y and z is nearer to x, but not by how much. The learner pays for the
// opposite order with the size of its own difference [You2017, eq. 6; Sheth2023, appendix P]:
//   R = Σ over triples of max(0, −sign(d_t) d_l)
//
// Drawn: 300 triples of different images. Reduction: their sum, as in eq. 4 of [Sheth2023], or the
// mean.
// Gradient into the teacher: 0 everywhere, because R depends on the teacher through signs only.
//
// Checkable: with x = y = (1, 0) and z = (0, 1), d is 1. A learner with d = −1/2 then has the loss
// 1/2, and so it has if the teacher's d is 1/10. One with d = +1/2 has the loss 0.
#pragma once

#include <cstdint>
#include <vector>

#include "tetlo/transfer/samples.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

struct TripleOptions {
  int64_t samples = 300;
  Reduction reduction = Reduction::kSum;

  std::vector<Field> fields();
};

class TripleTransfer : public Transfer {
 public:
  explicit TripleTransfer(const TripleOptions& options) : options_(options) {}

  /// The indices [3, triples] of x, y and z.
  Tensor sample(int64_t batch, Random& random) const override;
  /// d_t [triples].
  Tensor knowledge(const Output& teacher, const Tensor& samples) const override;
  Tensor loss(const TransferPoint& at) const override;
  /// The smaller of |d_t|, where R jumps, and |d_l|, where it bends.
  Tensor kink_distance(const TransferPoint& at) const override;
  bool reaches_teacher() const override { return false; }

 private:
  TripleOptions options_;
};

}  // namespace tetlo
