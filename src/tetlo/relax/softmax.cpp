// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/softmax.h"

#include <algorithm>
#include <numeric>

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

/// An edge's best candidate other than none, and its weight.
struct Strength {
  double weight = -1;
  size_t candidate = 0;
};

Strength strongest_candidate(const std::vector<std::string>& names, const Tensor& weights) {
  const Tensor values = weights.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  Strength best;
  for (size_t o = 0; o < names.size(); ++o) {
    const double weight = values.data_ptr<double>()[o];
    if (names[o] != "none" && weight > best.weight) best = {weight, o};
  }
  return best;
}

/// On every edge the candidate that weighs most, `none` among them.
std::vector<std::string> strongest_operations(const Space& space, const CellMixture& mixture) {
  std::vector<std::string> operations;
  for (size_t e = 0; e < mixture.edges.size(); ++e) {
    operations.push_back(space.normal[e][mixture.edges[e].argmax().item<int64_t>()]);
  }
  return operations;
}

std::vector<int> all_nodes(const Space& space) {
  std::vector<int> states(static_cast<size_t>(space.nodes));
  std::iota(states.begin(), states.end(), 2);
  return states;
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

Mixture mixture_of_rows(const Space& space, const std::vector<Tensor>& rows) {
  const auto reduce_begin = rows.begin() + static_cast<int64_t>(space.normal.size());
  return {.normal = {.edges = {rows.begin(), reduce_begin}},
          .reduce = {.edges = {reduce_begin, rows.end()}}};
}

Genotype strongest_cells(const Space& space, const Mixture& mixture) {
  if (space.reduce.empty())
    return nasbench201_genotype(strongest_operations(space, mixture.normal));
  return {.normal = strongest_genes(space, CellKind::kNormal, mixture.normal),
          .normal_concat = all_nodes(space),
          .reduce = strongest_genes(space, CellKind::kReduction, mixture.reduce),
          .reduce_concat = all_nodes(space)};
}

std::vector<Gene> strongest_genes(const Space& space, CellKind kind, const CellMixture& mixture) {
  const auto edges = space.edges();
  std::vector<Gene> genes;
  for (size_t first = 0; first < edges.size();) {
    struct Incoming {
      int from;
      std::string operation;
      double weight;
    };
    std::vector<Incoming> incoming;
    size_t e = first;
    for (; e < edges.size() && edges[e].to == edges[first].to; ++e) {
      const auto& names = space.candidates(kind)[e];
      const Strength best = strongest_candidate(names, mixture.edges[e]);
      incoming.push_back({edges[e].from, names[best.candidate], best.weight});
    }
    std::stable_sort(incoming.begin(), incoming.end(),
                     [](const auto& a, const auto& b) { return a.weight > b.weight; });
    for (size_t i = 0; i < 2; ++i) genes.push_back({incoming[i].operation, incoming[i].from});
    first = e;
  }
  return genes;
}

double mean_entropy(const CellMixture& mixture) {
  double sum = 0;
  for (const Tensor& weights : mixture.edges) {
    // xlogy takes 0 ln 0 as 0.
    sum -= torch::xlogy(weights, weights).sum().item<double>();
  }
  return sum / static_cast<double>(mixture.edges.size());
}

}  // namespace tetlo
