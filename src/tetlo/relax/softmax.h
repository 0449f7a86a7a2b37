// SPDX-License-Identifier: Apache-2.0
// The relaxation of DARTS: on every edge the softmax of that edge's α [Liu2019, eq. 2].
//
// To become discrete, each node keeps the two incoming edges whose strongest candidate weighs most,
// and on each of them that candidate [Liu2019, section 2.4]. `none` takes part in the softmax but
// can neither win an edge nor lend it strength. Ties go to the lower index; of a node's two edges
// the stronger is named first, as in the authors' code.
//
// Checkable: α = 0 mixes the eight candidates of the darts space at 1/8 each, and every node keeps
// max_pool_3x3, the first candidate after none, from its states 0 and 1.
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

/// α's rows, one an edge: those of the normal cell, then those of the reduction cell.
std::vector<Tensor> edge_rows(const Space& space, const Tensor& alpha);

/// As many rows as both cells have edges, parted into the two cells, and so which of their
/// candidates are present; none: all.
Mixture mixture_of_rows(const Space& space, const std::vector<Tensor>& rows,
                        const std::vector<std::vector<bool>>& present = {});

/// The mean over edges of the entropy of an edge's weights, in nats: ln(candidates) where nothing
/// is decided, 0 where everything is. Tells how sharp α has become.
double mean_entropy(const CellMixture& mixture);

}  // namespace tetlo
