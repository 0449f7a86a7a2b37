// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/named_genotypes.h"

#include <filesystem>

#include "tetlo/space/operation_names.h"
#include "tetlo/space/spellings.h"
#include "tetlo/util/file.h"
#include "tetlo/util/table.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// Cells with four nodes, all of which are concatenated.
DartsCells four_nodes(const std::vector<Gene>& normal, const std::vector<Gene>& reduce) {
  return {{normal, {2, 3, 4, 5}}, {reduce, {2, 3, 4, 5}}};
}

DartsCells darts_v1() {
  const std::vector<Gene> normal = {{kSepConv3, 1}, {kSepConv3, 0}, {kSkip, 0},     {kSepConv3, 1},
                                    {kSkip, 0},     {kSepConv3, 1}, {kSepConv3, 0}, {kSkip, 2}};
  const std::vector<Gene> reduce = {{kMaxPool3, 0}, {kMaxPool3, 1}, {kSkip, 2}, {kMaxPool3, 0},
                                    {kMaxPool3, 0}, {kSkip, 2},     {kSkip, 2}, {kAvgPool3, 0}};
  return four_nodes(normal, reduce);
}

DartsCells darts_v2() {
  const std::vector<Gene> normal = {{kSepConv3, 0}, {kSepConv3, 1}, {kSepConv3, 0}, {kSepConv3, 1},
                                    {kSepConv3, 1}, {kSkip, 0},     {kSkip, 0},     {kDilConv3, 2}};
  const std::vector<Gene> reduce = {{kMaxPool3, 0}, {kMaxPool3, 1}, {kSkip, 2}, {kMaxPool3, 1},
                                    {kMaxPool3, 0}, {kSkip, 2},     {kSkip, 2}, {kMaxPool3, 1}};
  return four_nodes(normal, reduce);
}

DartsCells p_darts() {
  const std::vector<Gene> normal = {{kSkip, 0},     {kDilConv3, 1}, {kSkip, 0},     {kSepConv3, 1},
                                    {kSepConv3, 1}, {kSepConv3, 3}, {kSepConv3, 0}, {kDilConv5, 4}};
  const std::vector<Gene> reduce = {{kAvgPool3, 0}, {kSepConv5, 1}, {kSepConv3, 0}, {kDilConv5, 2},
                                    {kMaxPool3, 0}, {kDilConv3, 1}, {kDilConv3, 1}, {kDilConv5, 3}};
  return four_nodes(normal, reduce);
}

DartsCells pc_darts() {
  const std::vector<Gene> normal = {{kSepConv3, 1}, {kSkip, 0},     {kSepConv3, 0}, {kDilConv3, 1},
                                    {kSepConv5, 0}, {kSepConv3, 1}, {kAvgPool3, 0}, {kDilConv3, 1}};
  const std::vector<Gene> reduce = {{kSepConv5, 1}, {kMaxPool3, 0}, {kSepConv5, 1}, {kSepConv5, 2},
                                    {kSepConv3, 0}, {kSepConv3, 3}, {kSepConv3, 1}, {kSepConv3, 2}};
  return four_nodes(normal, reduce);
}

DartsCells nasnet() {
  const std::vector<Gene> normal = {{kSepConv5, 1}, {kSepConv3, 0}, {kSepConv5, 0}, {kSepConv3, 0},
                                    {kAvgPool3, 1}, {kSkip, 0},     {kAvgPool3, 0}, {kAvgPool3, 0},
                                    {kSepConv3, 1}, {kSkip, 1}};
  const std::vector<Gene> reduce = {{kSepConv5, 1}, {kSepConv7, 0}, {kMaxPool3, 1}, {kSepConv7, 0},
                                    {kAvgPool3, 1}, {kSepConv5, 0}, {kSkip, 3},     {kAvgPool3, 2},
                                    {kSepConv3, 2}, {kMaxPool3, 1}};
  return {{normal, {2, 3, 4, 5, 6}}, {reduce, {4, 5, 6}}};
}

DartsCells amoebanet() {
  const std::vector<Gene> normal = {{kAvgPool3, 0}, {kMaxPool3, 1}, {kSepConv3, 0}, {kSepConv5, 2},
                                    {kSepConv3, 0}, {kAvgPool3, 3}, {kSepConv3, 1}, {kSkip, 1},
                                    {kSkip, 0},     {kAvgPool3, 1}};
  const std::vector<Gene> reduce = {{kAvgPool3, 0}, {kSepConv3, 1}, {kMaxPool3, 0}, {kSepConv7, 2},
                                    {kSepConv7, 0}, {kAvgPool3, 1}, {kMaxPool3, 0}, {kMaxPool3, 1},
                                    {kConv7, 0},    {kSepConv3, 5}};
  return {{normal, {4, 5, 6}}, {reduce, {3, 4, 6}}};
}

const NamedGenotype* find_named(const std::string& name) {
  for (const NamedGenotype& named : named_genotypes()) {
    if (named.name == name) return &named;
  }
  return nullptr;
}

}  // namespace

const std::vector<NamedGenotype>& named_genotypes() {
  static const std::vector<NamedGenotype> table = {
      {"DARTS_V1", "[Liu2019], first order", darts_v1()},
      {"DARTS_V2", "[Liu2019], second order", darts_v2()},
      {"PDARTS", "[Chen2019]", p_darts()},
      {"PC_DARTS_cifar", "[Xu2020], found on CIFAR-10", pc_darts()},
      {"NASNet", "[Zoph2018], in the form of [Liu2019]'s code", nasnet()},
      {"AmoebaNet", "[Real2019], in the form of [Liu2019]'s code", amoebanet()},
  };
  return table;
}

Genotype load_genotype(const std::string& file_or_name_or_dash) {
  const std::string& given = file_or_name_or_dash;
  if (given == "-") return parse_genotype(read_standard_input(), "standard input");
  if (is_genotype(given)) return parse_genotype(given);
  if (const NamedGenotype* named = find_named(given)) return named->genotype;
  std::error_code unknown;
  require(std::filesystem::exists(given, unknown),
          "\"{}\" is neither a genotype file nor a known genotype; these are {}.", excerpt(given),
          fmt::join(names_in(named_genotypes()), ", "));
  return parse_genotype(read_file(given), given);
}

}  // namespace tetlo
