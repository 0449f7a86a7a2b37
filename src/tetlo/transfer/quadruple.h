// SPDX-License-Identifier: Apache-2.0
// Quadruple relative similarity: the knowledge of which of two pairs of images is more alike.
//
// Let c(x, y) be the cosine similarity of two encodings and, for a quadruple (x, y, z, w),
//   d = c(x, y) − c(z, w)
// The auxiliary model is penalised if its d and the main model's d have different signs
// [Sheth2023, eq. 4]:
//   R = Σ over quadruples of max(0, −d_m d_a)
//
// Checkable: with encodings x = y = (1, 0), z = (1, 0), w = (0, 1), d is 1. A student with d = −1/2
// then has the loss 1/2, and one with d = +1/2 the loss 0.
#pragma once

#include <cstdint>
#include <vector>

#include "tetlo/options/field.h"
#include "tetlo/transfer/transfer.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

/// The way in which the losses of the quadruples are combined.
enum class Reduction { kSum, kMean };

inline EnumTable<Reduction> table_of(Reduction) {
  return {{Reduction::kSum, "sum", "their sum"}, {Reduction::kMean, "mean", "their mean"}};
}

struct QuadrupleOptions {
  int64_t samples = 300;
  Reduction reduction = Reduction::kSum;

  std::vector<Field> fields();
};

class QuadrupleTransfer : public Transfer {
 public:
  explicit QuadrupleTransfer(const QuadrupleOptions& options) : options_(options) {}

  /// The indices [4, quadruples] of x, y, z and w, where x ≠ y and z ≠ w.
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
