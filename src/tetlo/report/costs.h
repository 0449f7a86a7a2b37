// SPDX-License-Identifier: Apache-2.0
// What a run had cost by the end of each of its epochs: the budgets by which runs can be compared
// before they have ended.
//
// Checkable: of a search with 4 iterations an epoch and search.arch_every = 3, epochs end after 2
// and 3 updates of α. Of a run with the figures 80, 85 and 90 after 10, 20 and 30 seconds, 25 seconds
// buy 85.
#pragma once

#include <optional>
#include <string>
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

/// What is counted, and how much of it a run had taken by the end of each epoch.
struct Cost {
  std::string name;
  const char* format;  ///< of an amount
  std::vector<double> (*by_epoch)(const RunRecord&);
};

/// Seconds and steps of α.
const std::vector<Cost>& kinds_of_cost();

/// The last finite figure whose cost is at most the budget; nothing if there is none. `costs` may be
/// shorter than `figures`.
std::optional<double> reached(const std::vector<double>& figures, const std::vector<double>& costs,
                              double budget);

/// The budgets step, 2 · step, …, count · step.
struct Budgets {
  double step;
  int count;
};

/// The same at each budget; NaN where there is nothing. What is reached at the end counts at greater
/// budgets only if the run `has_finished`.
std::vector<double> reached_at_each(const std::vector<double>& figures,
                                    const std::vector<double>& costs, const Budgets& budgets,
                                    bool has_finished);

}  // namespace tetlo
