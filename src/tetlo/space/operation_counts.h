// SPDX-License-Identifier: Apache-2.0
// What a found cell consists of [Sheth2023, table 18].
//
// Checkable: the normal cell of DARTS_V2 has 2 skips, 6 convolutions of 3x3, none of 5x5 and no
// pools.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

struct OperationCount {
  std::string name;  ///< such as "normal_3x3_convolutions"
  int64_t count = 0;
};

/// The skips, the convolutions of each size and the pools of each cell. Convolutions of 3x3 and 5x5
/// are always among them, those of other sizes only if the cell has some.
std::vector<OperationCount> operation_counts(const Genotype& genotype);

}  // namespace tetlo
