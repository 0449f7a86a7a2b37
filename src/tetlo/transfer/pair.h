// SPDX-License-Identifier: Apache-2.0
// Pairwise similarity: the knowledge of how alike two images are, as a probability.
//
// Let c(x, y) be the cosine similarity of two encodings. With a temperature τ, two images are
// called similar with the probability
//   p = σ(c(x, y) / τ)
// and the learner's probability p_l is compared with the teacher's p_t by cross entropy
// [Sheth2023, appendix P; Chen2020b]:
//   R = mean over pairs of −p_t log p_l − (1 − p_t) log(1 − p_l)
//
// Drawn: 300 pairs of different images. Reduction: their mean, as with every cross entropy here, or
// the sum.
// Gradient into the teacher: of each pair's loss with respect to p_t, log(1 − p_l) − log p_l, which
// is −c_l / τ. It vanishes where the learner's c_l is 0, and not where both agree: there R is the
// entropy of p_t and becomes smaller as the teacher becomes more certain.
//
// Checkable: if the learner's encodings are orthogonal, p_l is 1/2 and R is log 2 whatever the
// teacher says. If both models' encodings of two images are parallel and τ = 1/2, then p_l = p_t =
// σ(2) = 0.8808, and R is its entropy, 0.3653.
#pragma once

#include <cstdint>
#include <vector>

#include "tetlo/transfer/samples.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

struct PairOptions {
  int64_t samples = 300;
  Reduction reduction = Reduction::kMean;
  double temperature = 0.5;

  std::vector<Field> fields();
};

class PairTransfer : public Transfer {
 public:
  explicit PairTransfer(const PairOptions& options) : options_(options) {}

  /// The indices [2, pairs] of x and y.
  Tensor sample(int64_t batch, Random& random) const override;
  /// p_t [pairs].
  Tensor knowledge(const Output& teacher, const Tensor& samples) const override;
  Tensor loss(const TransferPoint& at) const override;

 private:
  /// c(x, y) / τ [pairs], the logit of p.
  Tensor logit(const Tensor& encoding, const Tensor& samples) const;

  PairOptions options_;
};

}  // namespace tetlo
