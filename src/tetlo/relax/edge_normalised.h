// SPDX-License-Identifier: Apache-2.0
// The relaxation of PC-DARTS: in addition to the softmax over the candidates of an edge, there is a
// softmax over the edges that enter a node [Xu2020, section 3.3].
//
//   node = Σ_j softmax(β)_j · mix_j
//   score of a candidate = softmax(β)_edge · softmax(α)_candidate
//
// Checkable: in the darts space with α = β = 0, the edges of its four nodes weigh 1/2, 1/3, 1/4 and
// 1/5.
#pragma once

#include "tetlo/relax/softmax.h"

namespace tetlo {

class EdgeNormalised : public Relaxation {
 public:
  /// The vector holds α as in SoftmaxRelaxation, then β with one number for each edge, beginning
  /// with the edges of the normal cell.
  explicit EdgeNormalised(const Space& space) : space_(space), softmax_(space) {}

  int64_t size() const override;
  Mixture mixture(const Tensor& alpha_beta) const override;
  Genotype genotype(const Tensor& alpha_beta) const override;

 private:
  Space space_;
  SoftmaxRelaxation softmax_;
};

}  // namespace tetlo
