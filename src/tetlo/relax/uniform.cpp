// SPDX-License-Identifier: Apache-2.0
#include "tetlo/relax/uniform.h"

#include <algorithm>

#include "tetlo/space/operation_names.h"

namespace tetlo {
namespace {

constexpr Purpose kDrawnCells = purpose("drawn cells");

using Candidates = std::vector<int64_t>;

/// The candidates of an edge, each operation once.
Candidates distinct(const std::vector<std::string>& names) {
  Candidates candidates;
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (std::find(names.begin(), name, *name) == name) candidates.push_back(name - names.begin());
  }
  return candidates;
}

/// The same without `none`.
Candidates distinct_operations(const std::vector<std::string>& names) {
  Candidates candidates = distinct(names);
  std::erase_if(candidates, [&](int64_t o) { return names[static_cast<size_t>(o)] == kNone; });
  return candidates;
}

/// Picks a candidate on each of two edges, given the candidates of all edges of a node.
Picks::Choices draw_pair(const std::vector<Candidates>& edges, Random& random) {
  std::vector<std::pair<size_t, size_t>> pairs;  // as often as they have pairs of candidates
  for (size_t j = 1; j < edges.size(); ++j) {
    for (size_t i = 0; i < j; ++i) {
      pairs.insert(pairs.end(), edges[i].size() * edges[j].size(), {i, j});
    }
  }
  const auto [i, j] = random.any_of(pairs);
  Picks::Choices picked(edges.size());
  picked[i] = {random.any_of(edges[i])};
  picked[j] = {random.any_of(edges[j])};
  return picked;
}

Picks::Choices draw(const DartsFamily&, const Space& space, CellKind kind, Random& random) {
  const auto edges = space.edges();
  Picks::Choices picked;
  std::vector<Candidates> of_node;
  for (size_t e = 0; e < edges.size(); ++e) {
    of_node.push_back(distinct_operations(space.candidates(kind)[e]));
    if (e + 1 < edges.size() && edges[e + 1].to == edges[e].to) continue;
    for (auto& choice : draw_pair(std::exchange(of_node, {}), random)) picked.push_back(choice);
  }
  return picked;
}

Picks::Choices draw(const Nasbench201Family&, const Space& space, CellKind kind, Random& random) {
  Picks::Choices picked;
  for (const auto& names : space.candidates(kind))
    picked.push_back({random.any_of(distinct(names))});
  return picked;
}

Picks::Choices draw(const Nasbench101Family& family, const Space& space, CellKind kind,
                    Random& random) {
  Picks::Choices picked;
  for (const auto& names : space.candidates(kind))
    picked.push_back({random.any_of(distinct(names))});
  for (int block = 1; block <= family.blocks() + 1; ++block) {
    const auto choice = parents_choice(family, block);
    if (!choice) continue;
    std::vector<int64_t> parents = random.permutation(block);
    parents.resize(static_cast<size_t>(family.parents[static_cast<size_t>(block - 1)]));
    picked[*choice] = parents;
  }
  return picked;
}

}  // namespace

Picks draw_uniformly(const Space& space, Random random) {
  const auto of_kind = [&](CellKind kind) {
    if (space.candidates(kind).empty()) return Picks::Choices();
    return std::visit([&](const auto& family) { return draw(family, space, kind, random); },
                      space.family);
  };
  Picks picks;
  picks.normal = of_kind(CellKind::kNormal);
  picks.reduce = of_kind(CellKind::kReduction);
  return picks;
}

Picks drawn_cell(const Space& space, uint64_t seed, int64_t number) {
  return draw_uniformly(space, Random(seed, kDrawnCells, static_cast<uint64_t>(number)));
}

}  // namespace tetlo
