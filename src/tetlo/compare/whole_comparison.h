// SPDX-License-Identifier: Apache-2.0
// Everything that is shown of runs which are compared: by `tetlo compare`, and on a page about
// several runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/compare/comparison_tables.h"
#include "tetlo/compare/tabulated_cells.h"

namespace tetlo {

/// What a user says about a comparison; "" is the default of each.
struct ComparisonChoices {
  std::string figure = {};    ///< in which runs are compared
  std::string against = {};   ///< the control: its name or a part that no other group has
  std::string table = {};     ///< the file of a benchmark's table, for cells without accuracies
  double collapsed_at = 0.5;  ///< the share of skips of a collapsed cell
  bool checklist = false;
};

struct WholeComparison {
  ComparedRuns compared = {};
  std::optional<TabulatedCells> cells = {};  ///< where a table knows them
};

/// The runs must outlive the result. Throws Error if there is no such figure, group or table.
WholeComparison compare_runs(const std::vector<RunRecord>& runs, const ComparisonChoices& choices);

/// The values before the groups, these before any p; then rates, cells among all of a benchmark,
/// courses over time and, on request, the checklist.
std::vector<ResultTable> tables_of(const WholeComparison& whole, const ComparisonChoices& choices);

}  // namespace tetlo
