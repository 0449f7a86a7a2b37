// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/decided.h"

#include "tetlo/relax/strongest.h"

namespace tetlo {
namespace {

void apply(const DecidedCell& decided, CellMixture& cell) {
  for (size_t e = 0; e < cell.edges.size(); ++e) {
    if (decided.candidates[e] < 0 && !decided.gone[e]) continue;
    Tensor& weights = cell.edges[e];
    Tensor fixed = torch::zeros_like(weights.detach());
    if (!decided.gone[e]) fixed[decided.candidates[e]] = 1;
    // Keeps α in the graph, with gradient 0, so that autograd::grad does not fail once every edge
    // is decided.
    weights = 0 * weights + fixed;
    std::vector<bool> present(static_cast<size_t>(weights.numel()), false);
    if (!decided.gone[e]) present[static_cast<size_t>(decided.candidates[e])] = true;
    cell.set_present(e, present);
  }
}

DecidedCell open_cell(size_t edges) {
  return {.candidates = std::vector<int64_t>(edges, -1), .gone = std::vector<bool>(edges, false)};
}

}  // namespace

Decisions open_decisions(const Space& space) {
  return {.normal = open_cell(space.normal.size()), .reduce = open_cell(space.reduce.size())};
}

Mixture apply(const Decisions& decisions, Mixture mixture) {
  apply(decisions.normal, mixture.normal);
  apply(decisions.reduce, mixture.reduce);
  return mixture;
}

Genotype Decided::genotype(const Tensor& alpha) const {
  return strongest_cells(space_, probabilities(alpha));
}

}  // namespace tetlo
