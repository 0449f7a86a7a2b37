// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/named_genotypes.h"

#include <fmt/ranges.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kMax = "max_pool_3x3";
constexpr const char* kAvg = "avg_pool_3x3";
constexpr const char* kSkip = "skip_connect";
constexpr const char* kSep3 = "sep_conv_3x3";
constexpr const char* kSep5 = "sep_conv_5x5";
constexpr const char* kDil3 = "dil_conv_3x3";
constexpr const char* kDil5 = "dil_conv_5x5";

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

/// A genotype of four nodes a cell that are all concatenated, as all of these are.
Genotype four_nodes(const std::vector<Node>& normal, const std::vector<Node>& reduce) {
  return {genes(normal), {2, 3, 4, 5}, genes(reduce), {2, 3, 4, 5}};
}

Genotype darts_v1() {
  const std::vector<Node> normal = {{{kSep3, 1}, {kSep3, 0}},
                                    {{kSkip, 0}, {kSep3, 1}},
                                    {{kSkip, 0}, {kSep3, 1}},
                                    {{kSep3, 0}, {kSkip, 2}}};
  const std::vector<Node> reduce = {{{kMax, 0}, {kMax, 1}},
                                    {{kSkip, 2}, {kMax, 0}},
                                    {{kMax, 0}, {kSkip, 2}},
                                    {{kSkip, 2}, {kAvg, 0}}};
  return four_nodes(normal, reduce);
}

Genotype darts_v2() {
  const std::vector<Node> normal = {{{kSep3, 0}, {kSep3, 1}},
                                    {{kSep3, 0}, {kSep3, 1}},
                                    {{kSep3, 1}, {kSkip, 0}},
                                    {{kSkip, 0}, {kDil3, 2}}};
  const std::vector<Node> reduce = {{{kMax, 0}, {kMax, 1}},
                                    {{kSkip, 2}, {kMax, 1}},
                                    {{kMax, 0}, {kSkip, 2}},
                                    {{kSkip, 2}, {kMax, 1}}};
  return four_nodes(normal, reduce);
}

Genotype p_darts() {
  const std::vector<Node> normal = {{{kSkip, 0}, {kDil3, 1}},
                                    {{kSkip, 0}, {kSep3, 1}},
                                    {{kSep3, 1}, {kSep3, 3}},
                                    {{kSep3, 0}, {kDil5, 4}}};
  const std::vector<Node> reduce = {{{kAvg, 0}, {kSep5, 1}},
                                    {{kSep3, 0}, {kDil5, 2}},
                                    {{kMax, 0}, {kDil3, 1}},
                                    {{kDil3, 1}, {kDil5, 3}}};
  return four_nodes(normal, reduce);
}

Genotype pc_darts() {
  const std::vector<Node> normal = {{{kSep3, 1}, {kSkip, 0}},
                                    {{kSep3, 0}, {kDil3, 1}},
                                    {{kSep5, 0}, {kSep3, 1}},
                                    {{kAvg, 0}, {kDil3, 1}}};
  const std::vector<Node> reduce = {{{kSep5, 1}, {kMax, 0}},
                                    {{kSep5, 1}, {kSep5, 2}},
                                    {{kSep3, 0}, {kSep3, 3}},
                                    {{kSep3, 1}, {kSep3, 2}}};
  return four_nodes(normal, reduce);
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

std::string read_all(std::istream& stream) {
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

const std::vector<NamedGenotype>& named_genotypes() {
  static const std::vector<NamedGenotype> table = {
      {"DARTS_V1", "[Liu2019], first order", darts_v1()},
      {"DARTS_V2", "[Liu2019], second order", darts_v2()},
      {"PDARTS", "[Chen2019]", p_darts()},
      {"PC_DARTS_cifar", "[Xu2020], found on CIFAR-10", pc_darts()},
  };
  return table;
}

Genotype load_genotype(const std::string& file_or_name_or_dash) {
  const std::string& given = file_or_name_or_dash;
  if (given == "-") return parse_genotype(read_all(std::cin), "standard input");
  if (const NamedGenotype* named = find_named(given)) return named->genotype;
  require(std::filesystem::exists(given),
          "\"{}\" is neither a genotype file nor a known genotype; the known ones are {}.", given,
          known_names());
  std::ifstream file(given);
  require(!std::filesystem::is_directory(given) && file.good(),
          "The genotype file {} cannot be read.", given);
  return parse_genotype(read_all(file), given);
}

}  // namespace tetlo
