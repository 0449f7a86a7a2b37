// SPDX-License-Identifier: Apache-2.0
// The spellings of genotypes: the forms in which this program and other projects write the same
// cells.
//
// Checkable: parse_genotype(spelled(g, s)) == g for every spelling s that can express g.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

struct GenotypeSpelling {
  /// Writes the cells of one family. Throws Error if the spelling cannot express them.
  using Write =
      std::variant<std::string (*)(const DartsCells&), std::string (*)(const Nasbench201Cell&),
                   std::string (*)(const Nasbench101Cell&)>;

  std::string name;
  std::string meaning;
  std::string source;
  Write write;
  /// Whether a text, which may be malformed further on, starts in this spelling.
  bool (*recognises)(const std::string& text);
  /// Reads a text that starts in this spelling. `origin` names its source in error messages.
  std::function<Genotype(const std::string& text, const std::string& origin)> read;
};

/// The table of spellings. Those that recognise the same texts also read them in the same way.
const std::vector<GenotypeSpelling>& genotype_spellings();

/// The genotype in the spelling of this name. Throws Error if there is no such spelling, or if it
/// cannot express the genotype.
std::string spelled(const Genotype& genotype, const std::string& spelling);

/// Whether any spelling recognises the text.
bool is_genotype(const std::string& text);

}  // namespace tetlo
