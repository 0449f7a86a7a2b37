// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/progressive.h"

#include <algorithm>

#include "tetlo/relax/strongest.h"
#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

/// The index of the skip connection among the candidates of an edge.
int64_t place_of_skip(const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), kSkip) - names.begin();
}

/// The edge of the weakest skip connection among the chosen operations.
size_t weakest_skip(const Space& space, const CellMixture& mixture,
                    const std::vector<EdgeOperation>& chosen) {
  const auto edges = space.edges();
  size_t weakest = edges.size();
  double minimum = 0;
  for (const auto& [edge, operation] : chosen) {
    if (operation != kSkip) continue;
    const auto e = static_cast<size_t>(std::find(edges.begin(), edges.end(), edge) - edges.begin());
    const double weight = mixture.edges[e][place_of_skip(space.normal[e])].item<double>();
    if (weakest < edges.size() && weight >= minimum) continue;
    weakest = e;
    minimum = weight;
  }
  return weakest;
}

}  // namespace

Mixture Progressive::mixture(const Tensor& alpha) const {
  Mixture mixture = SoftmaxRelaxation::mixture(alpha);
  mixture.skip_dropout = limits_.skip_dropout;
  return mixture;
}

Genotype Progressive::genotype(const Tensor& alpha) const {
  return with_few_skips(space_, SoftmaxRelaxation::mixture(alpha), limits_.most_skips);
}

Space with_skip_dropout(Space space) {
  for (auto* cell : {&space.normal, &space.reduce}) {
    for (auto& names : *cell) std::replace(names.begin(), names.end(), kSkip, kSkipDropout);
  }
  return space;
}

Space without_weakest(const Space& space, const Mixture& mixture, size_t count) {
  Space left = space;
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    auto& cell = kind == CellKind::kNormal ? left.normal : left.reduce;
    for (size_t e = 0; e < cell.size(); ++e) {
      std::vector<std::string> names;
      const size_t kept = cell[e].size() - count;
      for (const size_t place : strongest_places(mixture.of(kind).edges[e], kept)) {
        names.push_back(cell[e][place]);
      }
      cell[e] = names;
    }
  }
  return left;
}

Genotype with_few_skips(const Space& space, Mixture mixture, int64_t maximum) {
  Genotype cells = strongest_cells(space, mixture);
  while (count_operation(cells, CellKind::kNormal, kSkip) > maximum) {
    const size_t edge =
        weakest_skip(space, mixture.normal, edge_operations(cells, CellKind::kNormal));
    Tensor& weights = mixture.normal.edges[edge];
    weights = weights.detach().clone();
    weights[place_of_skip(space.normal[edge])] = 0;
    cells = strongest_cells(space, mixture);
  }
  return cells;
}

}  // namespace tetlo
