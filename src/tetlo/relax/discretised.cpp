// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/discretised.h"

namespace tetlo {
namespace {

void keep(const std::vector<EdgeOperation>& kept, const Space& space, CellKind kind,
          CellMixture& cell) {
  const std::vector<Edge> edges = space.edges();
  for (size_t e = 0; e < cell.edges.size(); ++e) {
    const auto& names = space.candidates(kind).at(e);
    std::vector<bool> present(names.size(), false);
    for (const auto& [edge, operation] : kept) {
      const auto name = std::find(names.begin(), names.end(), operation);
      const bool is_here = edge == edges[e] && name != names.end();
      if (is_here) present[static_cast<size_t>(name - names.begin())] = true;
    }
    Tensor weights = torch::zeros_like(cell.edges[e]);
    for (size_t i = 0; i < present.size(); ++i) {
      if (present[i]) weights[static_cast<int64_t>(i)] = 1;
    }
    cell.edges[e] = weights;
    cell.set_present(e, present);
  }
}

}  // namespace

std::optional<Mixture> discretised(const Space& space, const Genotype& cells, Mixture open) {
  if (!space.traits().operations_on_edges) return {};
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    keep(edge_operations(cells, kind), space, kind, open.of(kind));
  }
  return open;
}

}  // namespace tetlo
