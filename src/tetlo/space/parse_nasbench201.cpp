// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <regex>

#include "tetlo/space/genotype.h"
#include "tetlo/space/space.h"
#include "tetlo/util/error.h"

namespace tetlo {

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

Genotype parse_nasbench201(const std::string& text, const std::string& where) {
  static const std::regex kGene(R"(\s*(\+?\|)?(\w+)~(\d)\|\s*)");
  const auto edges = find_space("nasbench201").edges();
  std::vector<std::string> operations;
  auto at = text.begin();
  for (std::smatch match; at != text.end(); at = match.suffix().first) {
    const size_t e = operations.size();
    const bool begins_node = e < edges.size() && edges[e].from == 0;
    const std::string head = begins_node ? (e == 0 ? "|" : "+|") : "";
    const bool fits =
        e < edges.size() &&
        std::regex_search(at, text.end(), match, kGene, std::regex_constants::match_continuous) &&
        match[1].str() == head && std::stoi(match[3]) == edges[e].from;
    require(fits, "{}, column {}: expected {}.", where, at - text.begin() + 1,
            e == edges.size() ? "the end of the cell"
                              : fmt::format("{}operation~{}|", head, edges[e].from));
    operations.push_back(match[2]);
  }
  return nasbench201_genotype(operations);
}

}  // namespace tetlo
