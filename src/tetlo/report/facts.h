// SPDX-License-Identifier: Apache-2.0
// What a run was and what it cost, in words and numbers.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/groups.h"
#include "tetlo/report/html.h"

namespace tetlo {

/// What was run: command, framework, method, space, data, seed, epochs and how it ended.
Facts setting_of(const RunRecord& run);

/// Time and memory; empty as long as the run has not ended.
Facts cost_of(const RunRecord& run);

/// The last value of a figure, or NaN.
double last(const RunRecord& run, const std::string& path);

/// A share as "87.53 %"; "" if it is not finite.
std::string as_percent(double share);

/// The figure in which the network that a run is about is judged: "main.valid_accuracy" of a
/// search, "test_accuracy" of a training.
std::string judged_accuracy(const RunRecord& run);

/// The path of the figure with a benchmark's test accuracy in percent; "" if the run has none.
std::string table_accuracy(const RunRecord& run);

/// The models of a search in order, such as "main" and "auxiliary".
std::vector<std::string> models_of(const RunRecord& run);

/// The numbers of epochs after which the runs begin new phases; empty if they have none, or do not
/// agree.
std::vector<size_t> phases_of(const std::vector<const RunRecord*>& runs);

/// The name of a group and its number of runs.
std::string label_of(const Group& group);

/// The values, multiplied by 100.
std::vector<double> in_percent(std::vector<double> shares);

}  // namespace tetlo
