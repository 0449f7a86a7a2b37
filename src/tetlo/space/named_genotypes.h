// SPDX-License-Identifier: Apache-2.0
// Published genotypes by name, and the function that finds the genotype that a user means.
//
// Checkable: the CIFAR-10 network of DARTS_V2 (36 channels, 20 cells) has 3,349,342 parameters.
#pragma once

#include <string>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

struct NamedGenotype {
  std::string name;
  std::string source;
  Genotype genotype;
};

/// The table of published genotypes.
const std::vector<NamedGenotype>& named_genotypes();

/// Finds a genotype. The argument is the name of a published genotype, the name of a file, "-" for
/// standard input, or the text of a genotype in any spelling. Throws Error if there is no such
/// genotype or it cannot be read.
Genotype load_genotype(const std::string& file_or_name_or_dash);

}  // namespace tetlo
