// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/genotype.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "tetlo/space/spellings.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {

std::string to_string(const Genotype& genotype) {
  return std::visit([](const auto& cells) { return cells.text(); }, genotype);
}

Genotype parse_genotype(const std::string& text, const std::string& origin) {
  for (const GenotypeSpelling& spelling : genotype_spellings()) {
    if (spelling.recognises(text)) return spelling.read(text, origin);
  }
  return parse_darts_cells(text, origin);  // says what was expected
}

std::optional<CellGraph> cell_graph(const Genotype& genotype, CellKind kind) {
  return std::visit([&](const auto& cells) { return cells.graph(kind); }, genotype);
}

std::vector<EdgeOperation> edge_operations(const Genotype& genotype, CellKind kind) {
  const auto graph = cell_graph(genotype, kind);
  return graph ? graph->operations : std::vector<EdgeOperation>();
}

void check_operations(const Genotype& genotype, const std::vector<std::string>& known,
                      const std::string& name) {
  for (const CellKind kind : {CellKind::kNormal, CellKind::kReduction}) {
    for (const auto& [edge, operation] : edge_operations(genotype, kind)) {
      require(std::find(known.begin(), known.end(), operation) != known.end(),
              "{} has the operation \"{}\"; it must be one of {}.", name, excerpt(operation),
              fmt::join(known, ", "));
    }
  }
}

int count_operation(const Genotype& genotype, CellKind kind, const std::string& operation) {
  const auto all = edge_operations(genotype, kind);
  return static_cast<int>(std::count_if(
      all.begin(), all.end(), [&](const EdgeOperation& on) { return on.operation == operation; }));
}

}  // namespace tetlo
