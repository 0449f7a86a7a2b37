// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/darts_spellings.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace tetlo {
namespace {

std::vector<std::string> texts_of(const std::vector<Gene>& genes) {
  std::vector<std::string> texts;
  texts.reserve(genes.size());
  for (const Gene& gene : genes) {
    texts.push_back(fmt::format("('{}', {})", gene.operation, gene.source));
  }
  return texts;
}

std::string one_list(const std::vector<Gene>& genes) {
  return fmt::format("[{}]", fmt::join(texts_of(genes), ", "));
}

std::string by_node(const std::vector<Gene>& genes) {
  const std::vector<std::string> texts = texts_of(genes);
  std::vector<std::string> nodes;
  for (size_t g = 0; g + 1 < texts.size(); g += 2) {
    nodes.push_back(fmt::format("({}, {})", texts[g], texts[g + 1]));
  }
  return fmt::format("[{}]", fmt::join(nodes, ", "));
}

std::string list(const std::vector<int>& states) {
  return fmt::format("[{}]", fmt::join(states, ", "));
}

std::string range_if_consecutive(const std::vector<int>& states) {
  const auto gap = [](int a, int b) { return b != a + 1; };
  const bool consecutive = std::adjacent_find(states.begin(), states.end(), gap) == states.end();
  if (states.empty() || !consecutive) return list(states);
  return fmt::format("range({}, {})", states.front(), states.back() + 1);
}

/// The four fields of a genotype, in this order, put into `form`.
template <typename Genes, typename Concat>
std::string filled(fmt::format_string<std::string, std::string, std::string, std::string> form,
                   const DartsCells& cells, const Genes& genes, const Concat& concat) {
  return fmt::format(form, genes(cells.normal.genes), concat(cells.normal.concat),
                     genes(cells.reduce.genes), concat(cells.reduce.concat));
}

}  // namespace

std::string darts_text(const DartsCells& cells) {
  return filled("Genotype(normal={}, normal_concat={}, reduce={}, reduce_concat={})", cells,
                one_list, range_if_consecutive);
}

std::string pc_darts_text(const DartsCells& cells) {
  return filled("Genotype(normal={}, normal_concat={}, reduce={}, reduce_concat={})", cells,
                one_list, list);
}

std::string autodl_text(const DartsCells& cells) {
  return filled(
      "Genotype(normal={}, normal_concat={}, reduce={}, reduce_concat={}, connectN=None, "
      "connects=None)",
      cells, by_node, list);
}

std::string autodl_dict_text(const DartsCells& cells) {
  return filled("{{'normal': {}, 'normal_concat': {}, 'reduce': {}, 'reduce_concat': {}}}", cells,
                by_node, list);
}

}  // namespace tetlo
