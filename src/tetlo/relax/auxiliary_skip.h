// SPDX-License-Identifier: Apache-2.0
// The relaxation of DARTS-: every edge has one more skip connection, the auxiliary skip. Its weight
// b takes no part in the softmax and falls to 0 during the search [Chu2021].
//
//   mix(x) = Σ_o softmax(α)_o o(x) + b skip(x)
//
// Once b is 0, the auxiliary skip is not present any more.
//
// Checkable: with b = 1 and α = 0 an edge of s2 has the weights 1/2, 1/2, 1.
#pragma once

#include "tetlo/relax/softmax.h"

namespace tetlo {

/// The space in which every edge has the auxiliary skip as its last candidate.
Space with_auxiliary_skip(Space space);

class AuxiliarySkip : public Relaxation {
 public:
  /// The mixture is for with_auxiliary_skip(space), but α and the resulting cells are for `space`.
  /// `weight` is b.
  AuxiliarySkip(const Space& space, double weight)
      : space_(space), softmax_(space), weight_(weight) {}

  int64_t size() const override { return softmax_.size(); }
  Mixture mixture(const Tensor& alpha) const override;
  Mixture probabilities(const Tensor& alpha) const override { return softmax_.mixture(alpha); }
  Genotype genotype(const Tensor& alpha) const override { return softmax_.genotype(alpha); }

 private:
  Space space_;
  SoftmaxRelaxation softmax_;
  double weight_;
};

}  // namespace tetlo
