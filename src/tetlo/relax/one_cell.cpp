// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/one_cell.h"

#include "tetlo/relax/softmax.h"
#include "tetlo/relax/strongest.h"

namespace tetlo {
namespace {

void keep(const Picks::Choices& picked, CellMixture& cell) {
  cell.scales.clear();
  for (size_t e = 0; e < cell.edges.size(); ++e) {
    Tensor weights = torch::zeros_like(cell.edges[e].detach());
    std::vector<bool> present(static_cast<size_t>(weights.numel()), false);
    for (const int64_t candidate : picked[e]) {
      weights[candidate] = 1;
      present[static_cast<size_t>(candidate)] = true;
    }
    cell.edges[e] = weights;
    cell.set_present(e, present);
  }
}

}  // namespace

Mixture only(const Picks& picks, Mixture mixture) {
  keep(picks.normal, mixture.normal);
  keep(picks.reduce, mixture.reduce);
  return mixture;
}

Genotype cells_of(const Space& space, const Picks& picks) {
  const SoftmaxRelaxation softmax(space);
  return strongest_cells(space, only(picks, softmax.mixture(torch::zeros({softmax.size()}))));
}

}  // namespace tetlo
