// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/whole_comparison.h"

#include <utility>

#include "tetlo/compare/benchmark_tables.h"
#include "tetlo/compare/checklist.h"
#include "tetlo/compare/judging_cells.h"
#include "tetlo/compare/over_time.h"
#include "tetlo/compare/rates.h"

namespace tetlo {
namespace {

/// A table that the user names goes before the figures on record.
Measure main_measure(const std::vector<RunRecord>& runs, const ComparisonChoices& choices,
                     const std::optional<TabulatedCells>& cells) {
  const bool looked_up = choices.figure.empty() || choices.figure.starts_with("table.");
  if (!choices.table.empty() && looked_up) return value_in(*cells);
  return recorded_figure(choices.figure.empty() ? default_figure(runs) : choices.figure);
}

void append(std::vector<ResultTable>& tables, std::vector<ResultTable> more) {
  for (ResultTable& table : more) {
    if (!table.rows.empty()) tables.push_back(std::move(table));
  }
}

}  // namespace

WholeComparison compare_runs(const std::vector<RunRecord>& runs, const ComparisonChoices& choices) {
  WholeComparison whole{.cells = cells_that_judge(runs, choices.table, choices.figure)};
  ComparedRuns& compared = whole.compared;
  compared.measure = main_measure(runs, choices, whole.cells);
  compared.arms = arms_of(runs, compared.measure);
  compared.left_out = left_out(runs, compared.measure);
  compared.control = find_arm(compared.arms, choices.against);
  return whole;
}

std::vector<ResultTable> tables_of(const WholeComparison& whole, const ComparisonChoices& choices) {
  const ComparedRuns& compared = whole.compared;
  auto tables = comparison_tables(compared);
  append(tables, rate_tables(compared.arms, compared.control, choices.collapsed_at));
  if (whole.cells) {
    append(tables, benchmark_tables(compared.arms, compared.control, *whole.cells));
  }
  append(tables, {over_time(compared)});
  if (choices.checklist) append(tables, {checklist_table(compared)});
  return tables;
}

}  // namespace tetlo
