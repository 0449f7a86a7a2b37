// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/darts_cells.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace tetlo {
namespace {

std::string genes_text(const std::vector<Gene>& genes) {
  std::vector<std::string> parts;
  for (const Gene& gene : genes)
    parts.push_back(fmt::format("('{}', {})", gene.operation, gene.source));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::string concat_text(const std::vector<int>& states) {
  const auto gap = [](int a, int b) { return b != a + 1; };
  const bool consecutive = std::adjacent_find(states.begin(), states.end(), gap) == states.end();
  if (states.empty() || !consecutive) return fmt::format("[{}]", fmt::join(states, ", "));
  return fmt::format("range({}, {})", states.front(), states.back() + 1);
}

}  // namespace

std::string DartsCells::text() const {
  return fmt::format("Genotype(normal={}, normal_concat={}, reduce={}, reduce_concat={})",
                     genes_text(normal.genes), concat_text(normal.concat), genes_text(reduce.genes),
                     concat_text(reduce.concat));
}

std::optional<CellGraph> DartsCells::graph(CellKind kind) const {
  const auto& [genes, concat] = of(kind);
  CellGraph graph{.title = kind == CellKind::kNormal ? "normal cell" : "reduction cell",
                  .inputs = DartsFamily::kTraits.inputs,
                  .nodes = static_cast<int>(genes.size()) / 2};
  for (size_t g = 0; g < genes.size(); ++g) {
    const int node = graph.inputs + static_cast<int>(g) / 2;
    graph.operations.push_back({{genes[g].source, node}, genes[g].operation});
  }
  for (const int state : concat) graph.plain.push_back({state, graph.output()});
  return graph;
}

}  // namespace tetlo
