// SPDX-License-Identifier: Apache-2.0
// The relaxation of DARTS: the weights of an edge's candidates are the softmax of that edge's α
// [Liu2019, eq. 2].
//
// In the discrete cell each node keeps the two incoming edges whose strongest candidate has the
// largest weight, and on each of them that candidate [Liu2019, section 2.4]. `none` takes part in
// the softmax, but is never kept and does not count in the strength of an edge. Ties go to the
// lower index. A node lists the stronger of its two edges first, as in the authors' code.
//
// Checkable: with α = 0 each of the eight candidates of the darts space has the weight 1/8, and
// every node keeps max_pool_3x3, the first candidate after `none`, from states 0 and 1.
#pragma once

#include "tetlo/relax/relaxation.h"

namespace tetlo {

class SoftmaxRelaxation : public Relaxation {
 public:
  /// α holds the edges of the normal cell, then those of the reduction cell.
  explicit SoftmaxRelaxation(const Space& space) : space_(space) {}

  int64_t size() const override;
  Mixture mixture(const Tensor& alpha) const override;
  Genotype genotype(const Tensor& alpha) const override;

 private:
  Space space_;
};

/// The rows of α, one for each edge: those of the normal cell, then those of the reduction cell.
std::vector<Tensor> edge_rows(const Space& space, const Tensor& alpha);

/// The mixture that has these weights on the edges of the normal cell and then on those of the
/// reduction cell. `present` tells for each edge which candidates are present; empty: all are.
Mixture mixture_of_rows(const Space& space, const std::vector<Tensor>& rows,
                        const std::vector<std::vector<bool>>& present = {});

/// The entropy of an edge's weights in nats, averaged over edges. It shows how far the search has
/// decided: the entropy of an edge is ln(candidates) if all weights are equal, and 0 if one of them
/// is 1.
double mean_entropy(const CellMixture& mixture);

}  // namespace tetlo
