// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/operation_counts.h"

#include <algorithm>
#include <utility>

namespace tetlo {
namespace {

/// The names of the operations of a cell without underscores, in which families differ:
/// "sepconv3x3", "conv3x3-bn-relu".
std::vector<std::string> operations_in(const Genotype& genotype, CellKind kind) {
  std::vector<std::string> names;
  if (const auto* on_vertices = std::get_if<Nasbench101Cell>(&genotype)) {
    if (kind == CellKind::kNormal) names = on_vertices->operations;
  } else {
    for (const EdgeOperation& on : edge_operations(genotype, kind)) names.push_back(on.operation);
  }
  for (std::string& name : names) std::erase(name, '_');
  return names;
}

}  // namespace

std::vector<OperationCount> operation_counts(const Genotype& genotype) {
  std::vector<OperationCount> all;
  for (const auto& [kind, cell] :
       {std::pair(CellKind::kNormal, "normal"), std::pair(CellKind::kReduction, "reduce")}) {
    const auto names = operations_in(genotype, kind);
    if (names.empty()) continue;
    const auto add = [&](const std::string& what, const std::string& part, bool always = true) {
      const int64_t count = std::count_if(names.begin(), names.end(), [&](const std::string& name) {
        return name.find(part) != std::string::npos;
      });
      if (count > 0 || always) all.push_back({std::string(cell) + "_" + what, count});
    };
    add("skips", "skip");
    add("1x1_convolutions", "conv1x1", /*always=*/false);
    add("3x3_convolutions", "conv3x3");
    add("5x5_convolutions", "conv5x5");
    add("7x7_convolutions", "conv7x7", /*always=*/false);
    add("7x1_convolutions", "conv7x1", /*always=*/false);
    add("pools", "pool");
  }
  return all;
}

}  // namespace tetlo
