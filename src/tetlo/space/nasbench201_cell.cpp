// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench201_cell.h"

#include "tetlo/space/genotype.h"
#include "tetlo/space/space.h"
#include "tetlo/util/error.h"

namespace tetlo {

std::string Nasbench201Cell::text() const {
  std::string text;
  const auto cell = graph(CellKind::kNormal);
  for (const auto& [edge, operation] : cell->operations) {
    if (edge.from == 0) text += text.empty() ? "|" : "+|";
    text += fmt::format("{}~{}|", operation, edge.from);
  }
  return text;
}

std::optional<CellGraph> Nasbench201Cell::graph(CellKind kind) const {
  if (kind == CellKind::kReduction) return {};
  const Space& space = find_space("nasbench201");
  CellGraph graph{.title = "cell", .nodes = space.nodes};
  for (const Edge& edge : space.edges()) {
    graph.operations.push_back({edge, operations[graph.operations.size()]});
  }
  graph.plain.push_back({space.nodes, graph.output()});
  return graph;
}

Nasbench201Cell nasbench201_cell(const std::vector<std::string>& operations) {
  const Space& space = find_space("nasbench201");
  require(operations.size() == space.normal.size(),
          "A cell of nasbench201 has {} operations; there must be one for each of its {} edges.",
          operations.size(), space.normal.size());
  Nasbench201Cell cell{operations};
  check_operations(cell, space.normal.front(), "The cell of nasbench201");
  return cell;
}

Nasbench201Cell parse_nasbench201(const std::string& spaced, const std::string& origin) {
  const char* const blank = " \t\r\n";
  const std::string text = spaced.substr(0, spaced.find_last_not_of(blank) + 1);
  size_t at = spaced.find_first_not_of(blank);
  std::vector<std::string> operations;
  for (const Edge& edge : find_space("nasbench201").edges()) {
    const std::string head = edge.from > 0 ? "" : operations.empty() ? "|" : "+|";
    const std::string tail = fmt::format("~{}|", edge.from);
    const size_t name = at + head.size(), end = text.find(tail, name);
    const bool fits = text.compare(at, head.size(), head) == 0 && end != std::string::npos &&
                      text.find_first_of("~|+", name) == end;
    require(fits, "{}, column {}: expected {}operation{}.", origin, at + 1, head, tail);
    operations.push_back(text.substr(name, end - name));
    at = end + tail.size();
  }
  require(at == text.size(), "{}, column {}: expected the end of the cell.", origin, at + 1);
  return nasbench201_cell(operations);
}

}  // namespace tetlo
