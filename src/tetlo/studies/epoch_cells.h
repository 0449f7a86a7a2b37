// SPDX-License-Identifier: Apache-2.0
// The cells of each epoch of a search, from which follows whether it degenerates
// (evaluate/degeneracy.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tetlo {

/// The cells of an epoch of a search.
struct EpochCells {
  std::string where;  ///< the beginning of error messages
  std::string genotype;
  std::optional<double> error;  ///< their test error in percent, if the search's table has it
};

/// The epochs of the search in a run folder, without those of a preparation. `column` of the
/// search's table has the test accuracies; "": that of the table's benchmark. Throws Error if there
/// are fewer epochs than can be judged, or if the table lacks the column.
std::vector<EpochCells> epoch_cells(const std::string& folder, const std::string& column = "");

}  // namespace tetlo
