// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/named_genotypes.h"

#include <fmt/ranges.h>

#include <filesystem>

#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// The two genes of a node.
struct Node {
  Gene first;
  Gene second;
};

std::vector<Gene> genes(const std::vector<Node>& nodes) {
  std::vector<Gene> result;
  for (const auto& [first, second] : nodes) result.insert(result.end(), {first, second});
  return result;
}

/// A genotype whose cells have four nodes that are all concatenated.
Genotype four_nodes(const std::vector<Node>& normal, const std::vector<Node>& reduce) {
  return {genes(normal), {2, 3, 4, 5}, genes(reduce), {2, 3, 4, 5}};
}

Genotype darts_v1() {
  const std::vector<Node> normal = {{{kSepConv3, 1}, {kSepConv3, 0}},
                                    {{kSkip, 0}, {kSepConv3, 1}},
                                    {{kSkip, 0}, {kSepConv3, 1}},
                                    {{kSepConv3, 0}, {kSkip, 2}}};
  const std::vector<Node> reduce = {{{kMaxPool3, 0}, {kMaxPool3, 1}},
                                    {{kSkip, 2}, {kMaxPool3, 0}},
                                    {{kMaxPool3, 0}, {kSkip, 2}},
                                    {{kSkip, 2}, {kAvgPool3, 0}}};
  return four_nodes(normal, reduce);
}

Genotype darts_v2() {
  const std::vector<Node> normal = {{{kSepConv3, 0}, {kSepConv3, 1}},
                                    {{kSepConv3, 0}, {kSepConv3, 1}},
                                    {{kSepConv3, 1}, {kSkip, 0}},
                                    {{kSkip, 0}, {kDilConv3, 2}}};
  const std::vector<Node> reduce = {{{kMaxPool3, 0}, {kMaxPool3, 1}},
                                    {{kSkip, 2}, {kMaxPool3, 1}},
                                    {{kMaxPool3, 0}, {kSkip, 2}},
                                    {{kSkip, 2}, {kMaxPool3, 1}}};
  return four_nodes(normal, reduce);
}

Genotype p_darts() {
  const std::vector<Node> normal = {{{kSkip, 0}, {kDilConv3, 1}},
                                    {{kSkip, 0}, {kSepConv3, 1}},
                                    {{kSepConv3, 1}, {kSepConv3, 3}},
                                    {{kSepConv3, 0}, {kDilConv5, 4}}};
  const std::vector<Node> reduce = {{{kAvgPool3, 0}, {kSepConv5, 1}},
                                    {{kSepConv3, 0}, {kDilConv5, 2}},
                                    {{kMaxPool3, 0}, {kDilConv3, 1}},
                                    {{kDilConv3, 1}, {kDilConv5, 3}}};
  return four_nodes(normal, reduce);
}

Genotype pc_darts() {
  const std::vector<Node> normal = {{{kSepConv3, 1}, {kSkip, 0}},
                                    {{kSepConv3, 0}, {kDilConv3, 1}},
                                    {{kSepConv5, 0}, {kSepConv3, 1}},
                                    {{kAvgPool3, 0}, {kDilConv3, 1}}};
  const std::vector<Node> reduce = {{{kSepConv5, 1}, {kMaxPool3, 0}},
                                    {{kSepConv5, 1}, {kSepConv5, 2}},
                                    {{kSepConv3, 0}, {kSepConv3, 3}},
                                    {{kSepConv3, 1}, {kSepConv3, 2}}};
  return four_nodes(normal, reduce);
}

Genotype nasnet() {
  const std::vector<Node> normal = {{{kSepConv5, 1}, {kSepConv3, 0}},
                                    {{kSepConv5, 0}, {kSepConv3, 0}},
                                    {{kAvgPool3, 1}, {kSkip, 0}},
                                    {{kAvgPool3, 0}, {kAvgPool3, 0}},
                                    {{kSepConv3, 1}, {kSkip, 1}}};
  const std::vector<Node> reduce = {{{kSepConv5, 1}, {kSepConv7, 0}},
                                    {{kMaxPool3, 1}, {kSepConv7, 0}},
                                    {{kAvgPool3, 1}, {kSepConv5, 0}},
                                    {{kSkip, 3}, {kAvgPool3, 2}},
                                    {{kSepConv3, 2}, {kMaxPool3, 1}}};
  return {genes(normal), {2, 3, 4, 5, 6}, genes(reduce), {4, 5, 6}};
}

Genotype amoebanet() {
  const std::vector<Node> normal = {{{kAvgPool3, 0}, {kMaxPool3, 1}},
                                    {{kSepConv3, 0}, {kSepConv5, 2}},
                                    {{kSepConv3, 0}, {kAvgPool3, 3}},
                                    {{kSepConv3, 1}, {kSkip, 1}},
                                    {{kSkip, 0}, {kAvgPool3, 1}}};
  const std::vector<Node> reduce = {{{kAvgPool3, 0}, {kSepConv3, 1}},
                                    {{kMaxPool3, 0}, {kSepConv7, 2}},
                                    {{kSepConv7, 0}, {kAvgPool3, 1}},
                                    {{kMaxPool3, 0}, {kMaxPool3, 1}},
                                    {{kConv7, 0}, {kSepConv3, 5}}};
  return {genes(normal), {4, 5, 6}, genes(reduce), {3, 4, 6}};
}

const NamedGenotype* find_named(const std::string& name) {
  for (const NamedGenotype& named : named_genotypes()) {
    if (named.name == name) return &named;
  }
  return nullptr;
}

std::string known_names() {
  std::vector<std::string> names;
  for (const NamedGenotype& named : named_genotypes()) names.push_back(named.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

const std::vector<NamedGenotype>& named_genotypes() {
  static const std::vector<NamedGenotype> table = {
      {"DARTS_V1", "[Liu2019], first order", darts_v1()},
      {"DARTS_V2", "[Liu2019], second order", darts_v2()},
      {"PDARTS", "[Chen2019]", p_darts()},
      {"PC_DARTS_cifar", "[Xu2020], found on CIFAR-10", pc_darts()},
      {"NASNet", "[Zoph2018], as [Liu2019]'s code writes it", nasnet()},
      {"AmoebaNet", "[Real2019], as [Liu2019]'s code writes it", amoebanet()},
  };
  return table;
}

Genotype load_genotype(const std::string& file_or_name_or_dash) {
  const std::string& given = file_or_name_or_dash;
  if (given == "-") return parse_genotype(read_standard_input(), "standard input");
  if (given.starts_with('|')) return parse_nasbench201(given, "genotype");
  if (const NamedGenotype* named = find_named(given)) return named->genotype;
  std::error_code unknown;
  require(std::filesystem::exists(given, unknown),
          "\"{}\" is neither a genotype file nor a known genotype, which are {}.", excerpt(given),
          known_names());
  return parse_genotype(read_file(given), given);
}

}  // namespace tetlo
