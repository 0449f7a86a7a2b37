// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <charconv>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/table_format.h"
#include "tetlo/compare/run_folders.h"
#include "tetlo/compare/whole_comparison.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

struct Flags {
  std::vector<std::string> folders;
  ComparisonChoices choices;
  std::string collapsed_at = "0.5";
  TableFormat format;
};

double share_in(const std::string& text) {
  double share = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, share);
  require(error == std::errc() && stop == end && share > 0 && share <= 1,
          "--collapsed-at is \"{}\"; it must be a share above 0 and at most 1.", excerpt(text));
  return share;
}

void compare(Flags& flags) {
  check(flags.format);
  flags.choices.collapsed_at = share_in(flags.collapsed_at);
  std::vector<RunRecord> runs;
  for (const std::string& folder : run_folders(flags.folders)) runs.push_back(gather(folder));
  const WholeComparison whole = compare_runs(runs, flags.choices);
  fmt::print("{}", written(tables_of(whole, flags.choices), flags.format));
}

}  // namespace

Command compare_command() {
  auto flags = std::make_shared<Flags>();
  Command command{
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
            &flags->choices.against},
           {"--figure",
            "the figure that is compared, such as main.valid_accuracy; default: the found cell's "
            "test accuracy in the table of search.table, else the last validation accuracy of "
            "searches; the last test accuracy of trainings",
            &flags->choices.figure},
           {"--table",
            "a benchmark's table, in which the cells of searches in the space nasbench201 are "
            "looked up; default: that of search.table, if it is here",
            &flags->choices.table,
            {.value_name = "FILE"}},
           {"--collapsed-at",
            "cells are collapsed if at least this share of their operations are skip connections; "
            "default: 0.5",
            &flags->collapsed_at,
            {.value_name = "SHARE"}},
           {"--checklist",
            "also answer the field's checklist for such comparisons, item by item, from what the "
            "runs have on record",
            &flags->choices.checklist}},
      .run = [flags] { compare(*flags); }};
  return with_formats(command, flags->format);
}

}  // namespace tetlo
