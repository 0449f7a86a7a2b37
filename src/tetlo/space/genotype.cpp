// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/genotype.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

std::string genes_text(const std::vector<Gene>& genes) {
  std::vector<std::string> parts;
  for (const Gene& gene : genes)
    parts.push_back(fmt::format("('{}', {})", gene.operation, gene.source));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::string concat_text(const std::vector<int>& states) {
  const auto gap = [](int a, int b) { return b != a + 1; };
  const bool consecutive = std::adjacent_find(states.begin(), states.end(), gap) == states.end();
  if (states.empty() || !consecutive) return fmt::format("[{}]", fmt::join(states, ", "));
  return fmt::format("range({}, {})", states.front(), states.back() + 1);
}

/// The nodes stand between bars, and a gene is written as operation~state.
std::string nasbench201_text(const std::vector<Gene>& genes) {
  std::string text;
  for (const Gene& gene : genes) {
    if (gene.source == 0) text += text.empty() ? "|" : "+|";
    text += fmt::format("{}~{}|", gene.operation, gene.source);
  }
  return text;
}

}  // namespace

std::string to_string(const Genotype& genotype) {
  if (genotype.blocks) return to_string(*genotype.blocks);
  if (genotype.is_nasbench201()) return nasbench201_text(genotype.normal);
  return fmt::format("Genotype(normal={}, normal_concat={}, reduce={}, reduce_concat={})",
                     genes_text(genotype.normal), concat_text(genotype.normal_concat),
                     genes_text(genotype.reduce), concat_text(genotype.reduce_concat));
}

Genotype nasbench101_genotype(Nasbench101Cell cell) {
  Genotype genotype;
  genotype.blocks = std::move(cell);
  return genotype;
}

void check_operations(const Genotype& genotype, const std::vector<std::string>& known,
                      const std::string& name) {
  for (const auto* genes : {&genotype.normal, &genotype.reduce}) {
    for (const Gene& gene : *genes) {
      require(std::find(known.begin(), known.end(), gene.operation) != known.end(),
              "{} has the operation \"{}\"; it must be one of {}.", name, excerpt(gene.operation),
              fmt::join(known, ", "));
    }
  }
}

int count_operation(const std::vector<Gene>& genes, const std::string& operation) {
  const auto matches = [&](const Gene& gene) { return gene.operation == operation; };
  return static_cast<int>(std::count_if(genes.begin(), genes.end(), matches));
}

}  // namespace tetlo
