// SPDX-License-Identifier: Apache-2.0
// The cells of runs: which ones a search has found, one after the other, and with which it ended.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/groups.h"

namespace tetlo {

/// The text of the genotype that a run has found or trained, or would find now; "" if none is known.
std::string found_genotype(const RunRecord& run);

/// The found cells of one run, and as text.
std::string found_part(const RunRecord& run);

/// The distinct cells in the order in which the search found them, with their epochs.
std::string history_part(const RunRecord& run);

/// The found cells of all runs, those of a group side by side.
std::string side_by_side_part(const std::vector<Group>& groups);

}  // namespace tetlo
