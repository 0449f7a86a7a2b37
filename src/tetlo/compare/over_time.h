// SPDX-License-Identifier: Apache-2.0
// What runs had reached at equal costs: an order of methods may turn with the budget, and one that
// has been given more of it is not better for that [Lindauer2020, section 3].
//
// Budgets are shares of what the cheapest group takes, the median of its runs. At a budget a run has
// the figure of the last epoch that ended within it. A run that has come to its end keeps its last
// figure; one that has not has none after its last epoch.
//
// Checkable: of a run with the figures 80, 85 and 90 after 10, 20 and 30 seconds, 25 seconds buy 85.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tetlo/compare/comparison_tables.h"

namespace tetlo {

/// The last finite figure whose cost is at most the budget; nothing if there is none. `costs` may be
/// shorter than `figures`.
std::optional<double> reached(const std::vector<double>& figures, const std::vector<double>& costs,
                              double budget);

/// The epochs of training that a run did not do, because a table knows their results: they are in no
/// recorded time.
int64_t epochs_from_a_table(const RunRecord& run);

/// The table "over_time": median and quartiles of each group's figure after some numbers of seconds
/// and of updates of α. It has no rows if the figure of each epoch or all costs are not on record.
ResultTable over_time(const ComparedRuns& compared);

}  // namespace tetlo
