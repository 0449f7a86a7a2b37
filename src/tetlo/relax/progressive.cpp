// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/progressive.h"

#include <algorithm>
#include <numeric>

#include "tetlo/relax/strongest.h"
#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

/// The index of the skip connection among the candidates of an edge.
int64_t place_of_skip(const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), kSkip) - names.begin();
}

/// The indices of an edge's candidates without the `count` weakest, in ascending order.
std::vector<size_t> strongest_places(const Tensor& weights, size_t count) {
  const Tensor values = weights.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  std::vector<size_t> places(static_cast<size_t>(values.numel()));
  std::iota(places.begin(), places.end(), size_t{0});
  std::stable_sort(places.begin(), places.end(), [&](size_t a, size_t b) {
    return values.data_ptr<double>()[a] > values.data_ptr<double>()[b];
  });
  places.resize(places.size() - count);
  std::sort(places.begin(), places.end());
  return places;
}

/// The edge of the weakest skip connection among the chosen genes.
size_t weakest_skip(const Space& space, const CellMixture& mixture,
                    const std::vector<Gene>& genes) {
  const auto edges = space.edges();
  size_t weakest = edges.size();
  double minimum = 0;
  for (size_t g = 0; g < genes.size(); ++g) {
    if (genes[g].operation != kSkip) continue;
    const Edge edge{.from = genes[g].source, .to = space.inputs() + static_cast<int>(g) / 2};
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
      for (const size_t place : strongest_places(mixture.of(kind).edges[e], count)) {
        names.push_back(cell[e][place]);
      }
      cell[e] = names;
    }
  }
  return left;
}

Genotype with_few_skips(const Space& space, Mixture mixture, int64_t maximum) {
  Genotype cells = strongest_cells(space, mixture);
  while (count_operation(cells.normal, kSkip) > maximum) {
    const size_t edge = weakest_skip(space, mixture.normal, cells.normal);
    Tensor& weights = mixture.normal.edges[edge];
    weights = weights.detach().clone();
    weights[place_of_skip(space.normal[edge])] = 0;
    cells = strongest_cells(space, mixture);
  }
  return cells;
}

}  // namespace tetlo
