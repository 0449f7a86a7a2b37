// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/edge_normalised.h"

#include "tetlo/relax/strongest.h"

namespace tetlo {
namespace {

/// The softmax of β over the edges that enter each node. β [edges] belongs to one cell.
std::vector<Tensor> edge_weights(const Space& space, const Tensor& beta) {
  std::vector<Tensor> weights;
  int64_t first = 0;
  for (int64_t incoming = space.inputs(); incoming < space.inputs() + space.nodes; ++incoming) {
    for (const Tensor& weight : beta.narrow(0, first, incoming).softmax(0).unbind()) {
      weights.push_back(weight);
    }
    first += incoming;
  }
  return weights;
}

CellMixture scored(const CellMixture& mixture) {
  CellMixture scores;
  for (size_t e = 0; e < mixture.edges.size(); ++e) {
    scores.edges.push_back(mixture.scales[e] * mixture.edges[e]);
  }
  return scores;
}

}  // namespace

int64_t EdgeNormalised::size() const {
  return softmax_.size() + static_cast<int64_t>(space_.normal.size() + space_.reduce.size());
}

Mixture EdgeNormalised::mixture(const Tensor& alpha_beta) const {
  const auto normal = static_cast<int64_t>(space_.normal.size());
  const Tensor beta = alpha_beta.slice(0, softmax_.size());
  Mixture mixture = softmax_.mixture(alpha_beta.narrow(0, 0, softmax_.size()));
  mixture.normal.scales = edge_weights(space_, beta.narrow(0, 0, normal));
  if (!space_.reduce.empty()) {
    mixture.reduce.scales = edge_weights(space_, beta.slice(0, normal));
  }
  return mixture;
}

Genotype EdgeNormalised::genotype(const Tensor& alpha_beta) const {
  const Mixture mixed = mixture(alpha_beta);
  return strongest_cells(space_, {.normal = scored(mixed.normal), .reduce = scored(mixed.reduce)});
}

}  // namespace tetlo
