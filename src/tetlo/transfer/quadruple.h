// SPDX-License-Identifier: Apache-2.0
// Quadruple relative similarity: which of two pairs of images is the more alike.
//
// With c(x, y) the cosine similarity of two encodings and, for a quadruple (x, y, z, w),
//   d = c(x, y) − c(z, w),
// the auxiliary is penalised where its d has not the sign of the main model's [Sheth2023, eq. 4]:
//   R = Σ over quadruples of max(0, −d_m d_a)
//
// Checkable: with encodings x = y = (1, 0), z = (1, 0), w = (0, 1) d is 1; a student with d = −1/2
// has loss 1/2, one with d = +1/2 has none.
#pragma once

#include "tetlo/transfer/transfer.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

enum class Reduction { kSum, kMean };

inline EnumTable<Reduction> table_of(Reduction) {
  return {{Reduction::kSum, "sum", "their sum"}, {Reduction::kMean, "mean", "their mean"}};
}

class QuadrupleTransfer : public Transfer {
 public:
  QuadrupleTransfer(int64_t quadruples, Reduction reduction)
      : quadruples_(quadruples), reduction_(reduction) {}

  /// Indices [4, quadruples] of x, y, z, w with x ≠ y and z ≠ w.
  Tensor sample(int64_t batch, Random& random) const override;
  /// d_m [quadruples].
  Tensor knowledge(const Output& main, const Tensor& samples) const override;
  Tensor loss(const Tensor& knowledge, const Output& auxiliary,
              const Tensor& samples) const override;

 private:
  int64_t quadruples_;
  Reduction reduction_;
};

/// d = c(x, y) − c(z, w) of encodings [N, D] for samples [4, Q]: [Q].
Tensor relative_similarity(const Tensor& encoding, const Tensor& samples);

}  // namespace tetlo
