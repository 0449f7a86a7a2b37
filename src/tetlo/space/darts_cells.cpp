// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/darts_cells.h"

#include "tetlo/space/darts_spellings.h"

namespace tetlo {

std::string DartsCells::text() const { return darts_text(*this); }

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
