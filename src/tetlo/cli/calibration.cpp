// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/calibration.h"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/table_format.h"
#include "tetlo/space/nasbench201_table.h"
#include "tetlo/util/error.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

constexpr const char* kColumn = "c10_test200";

struct Flags {
  std::string table;
  int64_t trials = 2000, seed = 1, threads = 0;
  TableFormat format;
};

/// The accuracies of all cells, in an order that does not depend on the file's.
std::vector<double> accuracies_in(const std::string& file) {
  const Nasbench201Table table(file);
  std::vector<double> accuracies;
  for (int64_t number = 0; number < 15'625; ++number) {
    std::string digits;
    for (int64_t rest = number; digits.size() < 6; rest /= 5) {
      digits += static_cast<char>('0' + rest % 5);
    }
    const auto values = table.at(nasbench201_cell(digits));
    const auto value = values.find(kColumn);
    require(value != values.end(), "The table {} has no column \"{}\".", file, kColumn);
    accuracies.push_back(value->second);
  }
  return accuracies;
}

struct Part {
  std::string id, title, counted;
  std::vector<CalibrationCase> cases;
};

std::vector<Part> parts(const std::vector<double>& accuracies) {
  return {{"tests", "Tests of two groups with one distribution",
           "Counted are the p of at most 5 %. The p of few values are few: allowed is the largest "
           "of them that is at most 5 %, without ties.",
           calibration_tests(accuracies)},
          {"families", "Families of tests",
           "Counted are the families in which Holm's p of an arm that does not differ from the "
           "control is at most 5 %.",
           calibration_families(accuracies)},
          {"intervals", "Intervals of 95 %",
           "Counted are the intervals that hold the true value. Allowed is what the few possible "
           "rates of n runs allow, computed exactly.",
           calibration_intervals(accuracies)}};
}

TableEntry percent(double share) { return Number{100 * share}; }

std::vector<TableEntry> row_of(const CalibrationCase& one, Proportion counted) {
  const ConfidenceInterval interval = wilson(counted);
  return {one.what,
          one.data,
          one.n,
          counted.k,
          percent(static_cast<double>(counted.k) / static_cast<double>(counted.n)),
          percent(interval.low),
          percent(interval.high),
          one.allowed ? percent(*one.allowed) : TableEntry(),
          one.range ? percent(one.range->low) : TableEntry(),
          one.range ? percent(one.range->high) : TableEntry(),
          calibration_verdict(one, counted)};
}

ResultTable table_of(const Part& part, const CalibrationOptions& options) {
  ResultTable table{
      .id = part.id,
      .title = part.title,
      .notes = {fmt::format("{} {} trials, seed {}; rates in percent, each with its 95 % interval, "
                            "and the range in which it shall lie.",
                            part.counted, options.trials, options.seed)},
      .columns = {"what", "data", "n", "k", "rate", "low", "high", "allowed", "from", "to",
                  "verdict"}};
  TerminalLine line;
  for (const CalibrationCase& one : part.cases) {
    if (line.due())
      line.show(fmt::format("{}: {}, {}, n = {}", part.id, one.what, one.data, one.n));
    table.rows.push_back(row_of(one, count_trials(one, options)));
  }
  return table;
}

void calibrate(const Flags& flags) {
  check(flags.format);
  const ScopedThreads threads(static_cast<int>(flags.threads));
  const CalibrationOptions options{.trials = flags.trials,
                                   .seed = static_cast<uint64_t>(flags.seed)};
  std::vector<ResultTable> tables;
  for (const Part& part : parts(accuracies_in(flags.table))) {
    tables.push_back(table_of(part, options));
  }
  fmt::print("{}", written(tables, flags.format));
}

}  // namespace

Command calibration_command() {
  auto flags = std::make_shared<Flags>();
  Command command{
      .name = "calibration",
      .meaning =
          "Count how often the tests of compare err where nothing differs, and how "
          "often its intervals hold the truth.",
      .arguments = {{"--table",
                     "file of NAS-Bench-201, from whose test accuracies samples are drawn",
                     &flags->table,
                     {.required = true}},
                    {"--trials", "of each test and interval", &flags->trials, {.range = kCount}},
                    {"--seed", "", &flags->seed, {.range = kSeed}},
                    {"--threads", "0: all", &flags->threads, {.range = kThreads}}},
      .run = [flags] { calibrate(*flags); }};
  return with_formats(command, flags->format);
}

}  // namespace tetlo
