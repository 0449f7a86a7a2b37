// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench101_table.h"

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr size_t kVertices = 7;
constexpr size_t kEdges = 9;

void check_size(const Nasbench101Cell& cell) {
  const size_t vertices = cell.parents.size() + 1;
  size_t edges = 0;
  for (const auto& parents : cell.parents) edges += parents.size();
  require(vertices <= kVertices && edges <= kEdges,
          "The cell {} has {} vertices and {} edges; a cell of nasbench101 has at most {} and {}.",
          excerpt(cell.text()), vertices, edges, kVertices, kEdges);
}

}  // namespace

bool is_nasbench101_hash(const std::string& text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Nasbench101Table::Nasbench101Table(const std::string& file)
    : table_(file,
             {.key = "hash", .text = {"adjacency", "operations"}, .is_key = is_nasbench101_hash}) {}

std::map<std::string, double> Nasbench101Table::at(const Nasbench101Cell& cell) const {
  check_size(pruned(cell));
  const std::string hash = nasbench101_hash(cell);
  const auto values = table_.find(hash);
  require(values.has_value(), "The table {} has no cell with the hash {}, the hash of {}.",
          table_.file(), hash, excerpt(cell.text()));
  return *values;
}

std::map<std::string, double> Nasbench101Table::at(const std::string& hash) const {
  const auto values = table_.find(hash);
  require(values.has_value(), "The table {} has no cell with the hash {}.", table_.file(), hash);
  return *values;
}

}  // namespace tetlo
