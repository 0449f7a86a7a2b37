// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/one_cell.h"

#include <algorithm>

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

Picks::Choices picked_by(const std::vector<EdgeOperation>& kept, const Space& space,
                         CellKind kind) {
  const std::vector<Edge> edges = space.edges();
  const auto& candidates = space.candidates(kind);
  Picks::Choices picked(candidates.size());
  for (const auto& [edge, operation] : kept) {
    const auto e = static_cast<size_t>(std::find(edges.begin(), edges.end(), edge) - edges.begin());
    const auto& names = candidates.at(e);
    const auto name = std::find(names.begin(), names.end(), operation);
    TORCH_CHECK(name != names.end(), "the cells are not of this space");
    picked[e].push_back(name - names.begin());
  }
  return picked;
}

}  // namespace

std::optional<Picks> picks_of(const Space& space, const Genotype& cells) {
  if (!space.traits().operations_on_edges) return {};
  const auto of_kind = [&](CellKind kind) {
    return picked_by(edge_operations(cells, kind), space, kind);
  };
  return Picks{.normal = of_kind(CellKind::kNormal), .reduce = of_kind(CellKind::kReduction)};
}

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
