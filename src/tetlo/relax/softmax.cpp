// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/softmax.h"

#include <numeric>

#include "tetlo/relax/strongest.h"

namespace tetlo {
namespace {

std::vector<int64_t> candidate_counts(const Space& space) {
  std::vector<int64_t> counts;
  for (CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    for (const auto& names : space.candidates(kind)) {
      counts.push_back(static_cast<int64_t>(names.size()));
    }
  }
  return counts;
}

}  // namespace

int64_t SoftmaxRelaxation::size() const {
  const auto counts = candidate_counts(space_);
  return std::accumulate(counts.begin(), counts.end(), int64_t{0});
}

Mixture SoftmaxRelaxation::mixture(const Tensor& alpha) const {
  auto rows = edge_rows(space_, alpha);
  for (Tensor& row : rows) row = row.softmax(0);
  return mixture_of_rows(space_, rows);
}

Genotype SoftmaxRelaxation::genotype(const Tensor& alpha) const {
  return strongest_cells(space_, mixture(alpha));
}

std::vector<Tensor> edge_rows(const Space& space, const Tensor& alpha) {
  return alpha.split_with_sizes(candidate_counts(space));
}

Mixture mixture_of_rows(const Space& space, const std::vector<Tensor>& rows,
                        const std::vector<std::vector<bool>>& present) {
  const auto normal = static_cast<int64_t>(space.normal.size());
  Mixture mixture{.normal = {.edges = {rows.begin(), rows.begin() + normal}},
                  .reduce = {.edges = {rows.begin() + normal, rows.end()}}};
  if (present.empty()) return mixture;
  mixture.normal.present = {present.begin(), present.begin() + normal};
  mixture.reduce.present = {present.begin() + normal, present.end()};
  return mixture;
}

double mean_entropy(const CellMixture& mixture) {
  double sum = 0;
  for (const Tensor& weights : mixture.edges) {
    // xlogy counts 0 ln 0 as 0.
    sum -= torch::xlogy(weights, weights).sum().item<double>();
  }
  return sum / static_cast<double>(mixture.edges.size());
}

}  // namespace tetlo
