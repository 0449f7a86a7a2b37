// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/darts_cell_rules.h"

#include <fmt/format.h>

#include <algorithm>

namespace tetlo {
namespace {

std::vector<Gene> checked_genes(const TextReader& reader, const List<Gene>& list,
                                const std::string& name) {
  const size_t count = list.items.size();
  if (count == 0 || count % 2 != 0) {
    reader.fail_at(list.position,
                   fmt::format("{} has {} genes; it must have two for each node.", name, count));
  }
  std::vector<Gene> genes;
  for (const auto& [gene, position] : list.items) {
    const int node = static_cast<int>(genes.size()) / 2;
    if (gene.source < 0 || gene.source >= 2 + node) {
      reader.fail_at(position, fmt::format("node {} of {} reads state {}; it can read 0 to {}.",
                                           node, name, gene.source, 1 + node));
    }
    genes.push_back(gene);
  }
  return genes;
}

std::vector<int> checked_concat(const TextReader& reader, const List<int>& list,
                                const std::string& name, size_t genes) {
  const int last = static_cast<int>(genes) / 2 + 1;
  if (list.items.empty()) {
    reader.fail_at(list.position,
                   fmt::format("{} is empty; it must name at least one state.", name));
  }
  std::vector<int> states;
  for (const auto& [state, position] : list.items) {
    if (state < 2 || state > last) {
      reader.fail_at(position, fmt::format("{} has state {}; states must be from 2 to {}.", name,
                                           state, last));
    }
    if (std::find(states.begin(), states.end(), state) != states.end()) {
      reader.fail_at(position, fmt::format("{} has state {} twice.", name, state));
    }
    states.push_back(state);
  }
  return states;
}

}  // namespace

DartsCell checked_cell(const TextReader& reader, const List<Gene>& genes, const List<int>& concat,
                       const std::string& name) {
  DartsCell cell{.genes = checked_genes(reader, genes, name), .concat = {}};
  cell.concat = checked_concat(reader, concat, name + "_concat", cell.genes.size());
  return cell;
}

}  // namespace tetlo
