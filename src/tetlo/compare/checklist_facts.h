// SPDX-License-Identifier: Apache-2.0
// What the replies to the checklist are made of: which runs have something on record, and in what
// the groups differ.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tetlo/compare/comparison_tables.h"

namespace tetlo::reply {

using Names = std::set<std::string>;
using Condition = std::function<bool(const RunRecord&)>;

/// All runs of all groups.
std::vector<const RunRecord*> runs_of(const ComparedRuns& compared);
/// The number of runs of which the condition does not hold, and whether it holds of all.
size_t without(const ComparedRuns& compared, const Condition& condition);
bool all(const ComparedRuns& compared, const Condition& condition);

bool is_training(const RunRecord& run);
/// Whether the run has accuracies from a table; a machine, and a time, in its summary.
bool has_table(const RunRecord& run);
bool has_machine(const RunRecord& run);
bool has_seconds(const RunRecord& run);

/// An option of the search: of a training, of the one that found its cells. "" if it is not known.
std::string option_of_search(const RunRecord& run, const std::string& option);

/// Whether the runs are compared in what a published table says of the cells they have found.
bool judged_by_table(const ComparedRuns& compared);

/// The options in which any two of the groups differ.
Names differing(const ComparedRuns& compared);
/// Those of them that begin with one of these, in a run itself or in the search on record.
Names differing_in(const ComparedRuns& compared, const std::vector<std::string>& beginnings);

/// The arms in which α took steps, or may have: how often it moves does not matter to the others.
ComparedRuns that_may_move_alpha(ComparedRuns compared);

/// The numbers of updates of α that the runs of each group took which have ended, if it took any.
std::map<std::string, Names> alpha_steps(const ComparedRuns& compared);

}  // namespace tetlo::reply
