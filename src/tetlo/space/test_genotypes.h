// SPDX-License-Identifier: Apache-2.0
// Random genotypes, and the messages of texts that are none, for tests.
#pragma once

#include <string>

#include "tetlo/space/genotype.h"
#include "tetlo/space/space.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {

inline const std::string& random_one(const std::vector<std::string>& names, Random& random) {
  return names[static_cast<size_t>(random.below(static_cast<int64_t>(names.size())))];
}

/// Cells with these operations. With `concatenate_all`, all nodes are concatenated; otherwise some
/// of them, the last one in any case.
inline DartsCell random_darts_cell(int nodes, const std::vector<std::string>& operations,
                                   bool concatenate_all, Random& random) {
  DartsCell cell;
  for (int gene = 0; gene < 2 * nodes; ++gene) {
    cell.genes.push_back(
        {random_one(operations, random), static_cast<int>(random.below(2 + gene / 2))});
  }
  for (int state = 2; state < 2 + nodes; ++state) {
    if (concatenate_all || state == 1 + nodes || random.coin(0.5)) cell.concat.push_back(state);
  }
  return cell;
}

/// Cells of one to six nodes with the operations of the space "darts".
inline DartsCells random_darts_cells(Random& random) {
  const auto& operations = find_space("darts").normal.front();
  const auto cell = [&] {
    return random_darts_cell(static_cast<int>(1 + random.below(6)), operations, false, random);
  };
  return {.normal = cell(), .reduce = cell()};
}

/// The message of the error that this malformed text causes.
inline std::string error_of(const std::string& text) {
  try {
    parse_genotype(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace tetlo
