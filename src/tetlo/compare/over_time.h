// SPDX-License-Identifier: Apache-2.0
// What runs had reached at equal costs: an order of methods may turn with the budget, and one that
// has been given more of it is not better for that [Lindauer2020, section 3].
//
// Budgets are shares of what the cheapest group takes, the median of its runs. At a budget a run has
// the figure of the last epoch that ended within it. A run that has come to its end keeps its last
// figure; one that has not has none after its last epoch.
#pragma once

#include <cstdint>

#include "tetlo/compare/comparison_tables.h"

namespace tetlo {

/// The epochs of training that a run did not do, because a table knows their results: they are in no
/// recorded time.
int64_t epochs_from_a_table(const RunRecord& run);

/// The table "over_time": median and quartiles of each group's figure after some numbers of seconds
/// and of updates of α. It has no rows if the figure of each epoch or all costs are not on record.
ResultTable over_time(const ComparedRuns& compared);

}  // namespace tetlo
