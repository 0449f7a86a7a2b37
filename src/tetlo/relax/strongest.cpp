// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/strongest.h"

#include <algorithm>
#include <numeric>

#include "tetlo/space/blocks.h"
#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

std::vector<double> numbers(const Tensor& weights) {
  const Tensor values = weights.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  return {values.data_ptr<double>(), values.data_ptr<double>() + values.numel()};
}

/// A gene of a node and its weight.
struct Weighed {
  Gene gene;
  double weight;
};

using Weighing = std::vector<Weighed>;

/// The two genes with the largest weights.
std::vector<Gene> strongest_two(Weighing genes) {
  std::stable_sort(genes.begin(), genes.end(),
                   [](const Weighed& a, const Weighed& b) { return a.weight > b.weight; });
  return {genes[0].gene, genes[1].gene};
}

/// All genes of an edge except `none`, with their weights.
Weighing weigh(const std::vector<std::string>& names, const Tensor& weights, int from) {
  const auto values = numbers(weights);
  Weighing genes;
  for (size_t o = 0; o < names.size(); ++o) {
    if (names[o] != kNone) genes.push_back({{names[o], from}, values[o]});
  }
  return genes;
}

/// The cell in which every node keeps the strongest two of the genes that its edges offer. `offer`
/// selects the genes that an edge offers among all its genes.
template <typename Offer>
std::vector<Gene> strongest_of_nodes(const Space& space, CellKind kind, const CellMixture& mixture,
                                     const Offer& offer) {
  const auto edges = space.edges();
  std::vector<Gene> cell;
  Weighing of_node;
  for (size_t e = 0; e < edges.size(); ++e) {
    const auto genes = offer(weigh(space.candidates(kind)[e], mixture.edges[e], edges[e].from));
    of_node.insert(of_node.end(), genes.begin(), genes.end());
    if (e + 1 < edges.size() && edges[e + 1].to == edges[e].to) continue;
    for (const Gene& gene : strongest_two(std::exchange(of_node, {}))) cell.push_back(gene);
  }
  return cell;
}

/// The candidate with the largest weight on every edge, which may be `none`.
std::vector<std::string> strongest_operations(const Space& space, const CellMixture& mixture) {
  std::vector<std::string> operations;
  for (size_t e = 0; e < space.edges().size(); ++e) {
    operations.push_back(space.normal[e][mixture.edges[e].argmax().item<int64_t>()]);
  }
  return operations;
}

std::vector<int> all_nodes(const Space& space) {
  std::vector<int> states(static_cast<size_t>(space.nodes));
  std::iota(states.begin(), states.end(), 2);
  return states;
}

template <typename Strongest>
Genotype cells(const Space& space, const Mixture& mixture, const Strongest& strongest) {
  switch (space.wiring) {
    case Wiring::kAllEdges:
      return nasbench201_genotype(strongest_operations(space, mixture.normal));
    case Wiring::kBlocks:
      return nasbench101_genotype(strongest_blocks(space, mixture.normal));
    case Wiring::kTwoEdges:
      break;
  }
  return {.normal = strongest(space, CellKind::kNormal, mixture.normal),
          .normal_concat = all_nodes(space),
          .reduce = strongest(space, CellKind::kReduction, mixture.reduce),
          .reduce_concat = all_nodes(space)};
}

/// The indices of the `count` largest weights, in ascending order.
std::vector<int> strongest_places(const Tensor& weights, int count) {
  const auto values = numbers(weights);
  std::vector<int> places(values.size());
  std::iota(places.begin(), places.end(), 0);
  std::stable_sort(places.begin(), places.end(), [&](int a, int b) {
    return values[static_cast<size_t>(a)] > values[static_cast<size_t>(b)];
  });
  places.resize(static_cast<size_t>(count));
  std::sort(places.begin(), places.end());
  return places;
}

}  // namespace

Genotype strongest_cells(const Space& space, const Mixture& mixture) {
  return cells(space, mixture, strongest_genes);
}

Genotype strongest_pair_cells(const Space& space, const Mixture& mixture) {
  return cells(space, mixture, strongest_pairs);
}

std::vector<Gene> strongest_genes(const Space& space, CellKind kind, const CellMixture& mixture) {
  return strongest_of_nodes(space, kind, mixture, [](const Weighing& genes) {
    return Weighing{
        *std::max_element(genes.begin(), genes.end(),
                          [](const Weighed& a, const Weighed& b) { return a.weight < b.weight; })};
  });
}

std::vector<Gene> strongest_pairs(const Space& space, CellKind kind, const CellMixture& mixture) {
  return strongest_of_nodes(space, kind, mixture, [](const Weighing& genes) { return genes; });
}

Nasbench101Cell strongest_blocks(const Space& space, const CellMixture& mixture) {
  Nasbench101Cell cell;
  for (int block = 1; block <= space.nodes + 1; ++block) {
    const auto place = static_cast<size_t>(block - 1);
    if (block <= space.nodes) {
      const int64_t strongest = mixture.edges[place].argmax().item<int64_t>();
      cell.operations.push_back(space.normal[place][static_cast<size_t>(strongest)]);
    }
    std::vector<int> parents(static_cast<size_t>(block));
    std::iota(parents.begin(), parents.end(), 0);
    if (const auto choice = parents_choice(space, block)) {
      parents = strongest_places(mixture.edges[*choice], space.parents[place]);
    }
    cell.parents.push_back(parents);
  }
  return cell;
}

}  // namespace tetlo
