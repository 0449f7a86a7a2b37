// SPDX-License-Identifier: Apache-2.0
// Selects cells of DARTS. Of all genes that its edges offer, every node keeps the two with the
// largest weights and lists the stronger one first [Liu2019, section 2.4]. `none` is never kept and
// does not count in the strength of an edge.
#include <algorithm>
#include <utility>

#include "tetlo/relax/strongest.h"
#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

/// A gene of a node and its weight.
struct Weighed {
  Gene gene;
  double weight;
};

using Weighing = std::vector<Weighed>;

bool is_stronger(const Weighed& a, const Weighed& b) { return a.weight > b.weight; }

/// The two genes with the largest weights.
std::vector<Gene> strongest_two(Weighing genes) {
  std::stable_sort(genes.begin(), genes.end(), is_stronger);
  return {genes[0].gene, genes[1].gene};
}

/// The genes that an edge offers, with their weights.
Weighing offered(const std::vector<std::string>& names, const Tensor& weights, int from,
                 Offer offer) {
  const Tensor values = weights.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  Weighing genes;
  for (size_t o = 0; o < names.size(); ++o) {
    if (names[o] != kNone) genes.push_back({{names[o], from}, values.data_ptr<double>()[o]});
  }
  if (offer == Offer::kAll) return genes;
  return {*std::min_element(genes.begin(), genes.end(), is_stronger)};
}

/// The strongest cell of one kind. It concatenates all its nodes.
DartsCell strongest_cell(const Space& space, CellKind kind, const CellMixture& mixture,
                         Offer offer) {
  const auto edges = space.edges();
  DartsCell cell;
  Weighing of_node;
  for (size_t e = 0; e < edges.size(); ++e) {
    const auto& [from, to] = edges[e];
    const auto genes = offered(space.candidates(kind)[e], mixture.edges[e], from, offer);
    of_node.insert(of_node.end(), genes.begin(), genes.end());
    if (e + 1 < edges.size() && edges[e + 1].to == to) continue;
    for (const Gene& gene : strongest_two(std::exchange(of_node, {}))) cell.genes.push_back(gene);
    cell.concat.push_back(to);
  }
  return cell;
}

}  // namespace

DartsCells discrete_cells(const DartsFamily&, const Space& space, const Mixture& mixture,
                          Offer offer) {
  return {.normal = strongest_cell(space, CellKind::kNormal, mixture.normal, offer),
          .reduce = strongest_cell(space, CellKind::kReduction, mixture.reduce, offer)};
}

}  // namespace tetlo
