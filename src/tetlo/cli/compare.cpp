// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/compare/benchmark_tables.h"
#include "tetlo/compare/comparison_tables.h"
#include "tetlo/compare/judging_cells.h"
#include "tetlo/compare/rates.h"
#include "tetlo/compare/over_time.h"
#include "tetlo/compare/run_folders.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

struct Flags {
  std::vector<std::string> folders;
  std::string against, figure, table, collapsed_at = "0.5";
  bool json = false, csv = false, markdown = false, latex = false;
};

double share_in(const std::string& text) {
  double share = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, share);
  require(error == std::errc() && stop == end && share > 0 && share <= 1,
          "--collapsed-at is \"{}\"; it must be a share above 0 and at most 1.", excerpt(text));
  return share;
}

std::string written(const std::vector<ResultTable>& tables, const Flags& flags) {
  if (flags.json) return tables_as_json(tables);
  if (flags.csv) return tables_as_csv(tables);
  if (flags.markdown) return tables_as_markdown(tables);
  if (flags.latex) return tables_as_latex(tables);
  return tables_as_text(tables);
}

/// A table that the user names goes before the figures on record.
Measure main_measure(const std::vector<RunRecord>& runs, const Flags& flags,
                     const std::optional<TabulatedCells>& cells) {
  const bool looked_up = flags.figure.empty() || flags.figure.starts_with("table.");
  if (!flags.table.empty() && looked_up) return value_in(*cells);
  return recorded_figure(flags.figure.empty() ? default_figure(runs) : flags.figure);
}

void append(std::vector<ResultTable>& tables, const std::vector<ResultTable>& more) {
  tables.insert(tables.end(), more.begin(), more.end());
}

void compare(const Flags& flags) {
  require(
      flags.json + flags.csv + flags.markdown + flags.latex <= 1,
      "There is one output, so only one of --json, --csv, --markdown and --latex can be given.");
  const double collapsed_at = share_in(flags.collapsed_at);
  std::vector<RunRecord> runs;
  for (const std::string& folder : run_folders(flags.folders)) runs.push_back(gather(folder));
  const auto cells = cells_that_judge(runs, flags.table, flags.figure);
  ComparedRuns compared{.measure = main_measure(runs, flags, cells)};
  compared.arms = arms_of(runs, compared.measure);
  compared.left_out = left_out(runs, compared.measure);
  compared.control = find_arm(compared.arms, flags.against);
  auto tables = comparison_tables(compared);
  append(tables, rate_tables(compared.arms, compared.control, collapsed_at));
  if (cells) append(tables, benchmark_tables(compared.arms, compared.control, *cells));
  if (auto table = over_time(compared); !table.rows.empty()) tables.push_back(std::move(table));
  fmt::print("{}", written(tables, flags));
}

}  // namespace

Command compare_command() {
  auto flags = std::make_shared<Flags>();
  return {
      .name = "compare",
      .meaning =
          "Compare runs that differ in more than their seeds: values, intervals, exact tests.",
      .arguments =
          {{"runs",
            "run folders of searches or of trainings, or folders that contain run folders",
            &flags->folders,
            {.required = true}},
           {"--against",
            "the group with which the others are compared: its name or a part that no other has; "
            "default: that of the first run",
            &flags->against},
           {"--figure",
            "the figure that is compared, such as main.valid_accuracy; default: the found cell's "
            "test accuracy in the table of search.table, else the last validation accuracy of "
            "searches; the last test accuracy of trainings",
            &flags->figure},
           {"--table",
            "a benchmark's table, in which the cells of searches in the space nasbench201 are "
            "looked "
            "up; default: that of search.table, if it is here",
            &flags->table,
            {.value_name = "FILE"}},
           {"--collapsed-at",
            "cells are collapsed if at least this share of their operations are skip connections; "
            "default: 0.5",
            &flags->collapsed_at,
            {.value_name = "SHARE"}},
           {"--json", "print one JSON object", &flags->json},
           {"--csv", "print CSV, a line for each entry", &flags->csv},
           {"--markdown", "print tables in Markdown", &flags->markdown},
           {"--latex", "print tables in LaTeX", &flags->latex}},
      .run = [flags] { compare(*flags); }};
}

}  // namespace tetlo
