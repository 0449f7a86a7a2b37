// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/genotype.h"
#include "tetlo/space/space.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kSpace = " \t\r\n";

}  // namespace

Genotype nasbench201_genotype(const std::vector<std::string>& operations) {
  const Space& space = find_space("nasbench201");
  const auto edges = space.edges();
  require(operations.size() == edges.size(),
          "A cell of nasbench201 has {} operations; there must be one for each of its {} edges.",
          operations.size(), edges.size());
  Genotype genotype{
      .normal = {}, .normal_concat = {space.nodes}, .reduce = {}, .reduce_concat = {}};
  for (size_t e = 0; e < edges.size(); ++e) {
    genotype.normal.push_back({operations[e], edges[e].from});
  }
  check_operations(genotype, space.normal.front(), "The cell of nasbench201");
  return genotype;
}

Genotype parse_nasbench201(const std::string& spaced, const std::string& origin) {
  const size_t first = spaced.find_first_not_of(kSpace);
  const std::string text = spaced.substr(0, spaced.find_last_not_of(kSpace) + 1);
  size_t at = first;
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
  return nasbench201_genotype(operations);
}

}  // namespace tetlo
