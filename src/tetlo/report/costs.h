// SPDX-License-Identifier: Apache-2.0
// What a run had cost by the end of each of its epochs: the budgets by which runs can be compared
// before they have ended.
//
// Checkable: of a search with 4 iterations an epoch and search.arch_every = 3, epochs end after 2
// and 3 updates of α.
#pragma once

#include <vector>

#include "tetlo/report/gather.h"

namespace tetlo {

/// Whether the seconds of every epoch are on record. Old runs have only those of the whole run.
bool has_seconds_by_epoch(const RunRecord& run);

/// The seconds. If they are not on record, all epochs are taken to have lasted equally long. Empty
/// if nothing is known.
std::vector<double> seconds_by_epoch(const RunRecord& run);

/// The updates of α. If they are not on record, they are counted from the number of iterations and
/// search.arch_every; an epoch in which α moved has terms of P. Empty for a training, and if nothing
/// is known.
std::vector<double> alpha_steps_by_epoch(const RunRecord& run);

}  // namespace tetlo
