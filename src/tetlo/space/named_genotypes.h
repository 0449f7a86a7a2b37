// SPDX-License-Identifier: Apache-2.0
// Published genotypes by name, and how the program finds the genotype that its user means.
//
// Check: the CIFAR-10 network of DARTS_V2 (36 channels, 20 cells) has 3,349,342 parameters.
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

/// The genotype of that name, or the one in that file, or, for "-", the one on standard input, or
/// the cell of NAS-Bench-201 that the text itself is. Error when there is none or it cannot be
/// read.
Genotype load_genotype(const std::string& file_or_name_or_dash);

}  // namespace tetlo
