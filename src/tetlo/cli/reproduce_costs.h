// SPDX-License-Identifier: Apache-2.0
// What the runs of a reproduction cost on this machine, measured from an iteration of each kind.
#pragma once

#include <string>
#include <vector>

#include "tetlo/cli/reproduce_runs.h"
#include "tetlo/compare/result_table.h"

namespace tetlo {

/// About the seconds of one core that these searches and trainings take.
double seconds_of(const std::vector<LeftRun>& searches, const std::vector<LeftRun>& trainings);

/// The rows that cannot be run here and, if it is measured, what a search and a training of each
/// would take, with random pixels instead of files that are missing.
ResultTable not_run_table(const std::vector<ImpossibleRow>& rows, bool measured);

}  // namespace tetlo
