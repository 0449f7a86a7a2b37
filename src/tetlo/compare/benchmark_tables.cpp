// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/benchmark_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "tetlo/compare/cell_figures.h"
#include "tetlo/compare/comparison.h"
#include "tetlo/compare/comparison_entries.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

using FiguresOfRuns = std::map<const RunRecord*, CellFigures>;

FiguresOfRuns figures_of(const std::vector<Arm>& arms, const TabulatedCells& cells) {
  FiguresOfRuns all;
  for (const Arm& arm : arms) {
    for (const Outcome& outcome : arm.outcomes) {
      all.emplace(outcome.run, cell_figures(*outcome.run, cells));
    }
  }
  return all;
}

/// A measure of runs, in the arms to which it applies.
struct Look {
  Measure measure;
  bool is_compared = true;
  std::vector<Arm> arms = {};
};

/// The figures must outlive them.
std::vector<Look> looks_at(const std::vector<Arm>& arms, const FiguresOfRuns& figures) {
  const auto measure = [&figures](const char* name, const char* unit, auto part) {
    return Measure{.name = name, .unit = unit, .of = [&figures, part](const RunRecord& run) {
                     return std::optional<double>(part(figures.at(&run)));
                   }};
  };
  using Figure = std::optional<double>;
  std::vector<Look> looks = {
      {measure("percentile", "%", [](const CellFigures& f) { return f.percentile; })},
      {measure("expected percentile", "%",
               [](const CellFigures& f) { return f.expected_percentile; })},
      {measure("Kendall's tau", "",
               [](const CellFigures& f) { return f.tau ? Figure(f.tau->tau) : Figure(); })},
      {measure("oracle", "%",
               [](const CellFigures& f) { return f.oracle ? Figure(f.oracle->value) : Figure(); }),
       /*is_compared=*/false}};
  const auto does_not_apply = [](const Arm& arm) {
    return std::any_of(arm.outcomes.begin(), arm.outcomes.end(), [](const Outcome& outcome) {
      return has_ended(*outcome.run) && !outcome.value;
    });
  };
  for (Look& look : looks) {
    look.arms = measured(arms, look.measure);
    std::erase_if(look.arms, does_not_apply);
  }
  return looks;
}

ResultTable table_of_runs(const std::vector<Arm>& arms, const FiguresOfRuns& figures,
                          const TabulatedCells& cells) {
  ResultTable table{
      .id = "benchmark_runs",
      .title = fmt::format("By all {} cells of the table, in {}",
                           with_commas(static_cast<int64_t>(cells.values.size())), cells.column),
      .notes =
          {"Percentile: how many of all cells are worse than the found one, in percent; equal "
           "ones, itself among them, count half. Expected percentile: its mean over all cells, "
           "weighted by their probability under the last α, edge by edge. "
           "Kendall's tau: τ-b of that probability and the cells' values, with the interval that "
           "it would have if the cells were a sample. A uniform α has neither: its expected "
           "percentile is 50 in every run, and a constant is no sample.",
           "Oracle: the best cell of all epochs, chosen by the table itself, as no search can."},
      .columns = {"group", "seed", "percentile", "expected percentile", "Kendall's tau", "low",
                  "high", "oracle", "epoch of the oracle", "run"}};
  for (const Arm& arm : arms) {
    for (const Outcome& outcome : arm.outcomes) {
      const auto& [percentile, expected, tau, oracle] = figures.at(outcome.run);
      auto& row = table.rows.emplace_back();
      row = {arm.name, outcome.run->option("run.seed"), figure_or_nothing(percentile),
             figure_or_nothing(expected)};
      row.resize(table.columns.size());
      if (tau) row[4] = Number{tau->tau, "{:.4f}"};
      if (tau && tau->interval) {
        row[5] = Number{tau->interval->low, "{:.4f}"};
        row[6] = Number{tau->interval->high, "{:.4f}"};
      }
      if (oracle) {
        row[7] = Number{oracle->value};
        row[8] = oracle->epoch;
      }
      row[9] = outcome.run->name;
    }
  }
  return table;
}

ResultTable table_of_groups(const std::vector<Look>& looks) {
  ResultTable table{
      .id = "benchmark_groups",
      .title = "Groups by the table",
      .notes = {"Left out are the figures of groups in which a run that has ended has none."},
      .columns = in_a_row({"figure", "group"}, summary_columns())};
  for (const auto& [measure, is_compared, arms] : looks) {
    for (const Arm& arm : arms) {
      table.rows.push_back(in_a_row({with_unit(measure), arm.name}, summary_entries(arm, measure)));
    }
  }
  return table;
}

ResultTable table_of_comparisons(const std::vector<Look>& looks, const std::string& control) {
  ResultTable table{
      .id = "benchmark_comparisons",
      .title = "Further looks: by the table, against " + control,
      .notes =
          {"These look again at runs that are compared above, where the comparison stands that "
           "was named beforehand. Tests and columns are as there; least p is the smallest that "
           "the sizes and ties allow. Holm's p is over this table."},
      .columns = in_a_row(in_a_row({"figure", "group"}, effect_columns()),
                          in_a_row({"least p"}, verdict_columns()))};
  std::vector<Comparison> all;
  for (const auto& [measure, is_compared, arms] : looks) {
    const auto place =
        std::find_if(arms.begin(), arms.end(), [&](const Arm& arm) { return arm.name == control; });
    if (!is_compared || place == arms.end()) continue;
    for (const Comparison& one :
         compare_with(arms, static_cast<size_t>(place - arms.begin()), measure.higher_is_better)) {
      all.push_back(one);
      table.rows.push_back(
          in_a_row({with_unit(measure), arms[one.arm].name}, effect_entries(one, measure)));
    }
  }
  adjust_by_holm(all);
  for (size_t c = 0; c < all.size(); ++c) {
    table.rows[c] =
        in_a_row(table.rows[c], in_a_row({p_value(all[c].least_p)}, verdict_entries(all[c])));
  }
  return table;
}

}  // namespace

std::vector<ResultTable> benchmark_tables(const std::vector<Arm>& arms, size_t control,
                                          const TabulatedCells& cells) {
  const FiguresOfRuns figures = figures_of(arms, cells);
  const std::vector<Look> looks = looks_at(arms, figures);
  std::vector<ResultTable> tables = {table_of_runs(arms, figures, cells), table_of_groups(looks)};
  if (arms.size() > 1) tables.push_back(table_of_comparisons(looks, arms[control].name));
  return tables;
}

}  // namespace tetlo
