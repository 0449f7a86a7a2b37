// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/degeneracy.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/search/known_accuracies.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using nlohmann::json;

struct Flags {
  std::vector<std::string> folders;
  std::string column;
  bool literal = false, json = false;
};

/// The column that holds test accuracies, in whichever benchmark's table this is.
std::string test_column(const json& table, const std::string& where) {
  for (const AccuracyColumns& columns : kAccuracyColumns) {
    if (table.contains(columns.test)) return columns.test;
  }
  fail("{} has no column of test accuracies with a known name; name the column with --column.",
       where);
}

/// Test errors in percent, one for each epoch, of the cells that the run's table contains.
std::vector<double> test_errors(const std::string& folder, std::string column) {
  const std::string file = folder + "/metrics.jsonl";
  std::istringstream lines(read_file(file));
  std::vector<double> errors;
  for (std::string line; std::getline(lines, line);) {
    const json figures = json::parse(line, nullptr, /*allow_exceptions=*/false);
    const std::string where = fmt::format("{}, line {}", file, errors.size() + 1);
    require(figures.is_object(), "{} is not a JSON object.", where);
    require(figures.contains("table"),
            "{} has no table; the search must have had search.table, so that each epoch's cell was "
            "looked up.",
            where);
    const json& table = figures["table"];
    if (column.empty()) column = test_column(table, where);
    require(table.contains(column) && table[column].is_number(),
            "{} has no number in the column \"{}\" of its table.", where, column);
    const double accuracy = table[column];
    require(accuracy >= 0 && accuracy <= 100,
            "{} has {} in the column \"{}\"; an accuracy must be from 0 to 100 percent.", where,
            accuracy, column);
    errors.push_back(100 - accuracy);
  }
  require(errors.size() >= kFewestEpochs,
          "The search in {} has {} epochs; there must be at least {}.", folder, errors.size(),
          kFewestEpochs);
  return errors;
}

void print(const json& runs, const json& count) {
  for (const auto& run : runs) {
    fmt::print("{}  test error {:.2f} % in the middle, {:.2f} % late: {}\n",
               run["folder"].get<std::string>(), run["middle"].get<double>(),
               run["late"].get<double>(),
               run["degenerate"].get<bool>() ? "degenerate" : "not degenerate");
  }
  fmt::print("{} of {} runs are degenerate\n", count.get<int>(), runs.size());
}

void measure(const Flags& flags) {
  json runs = json::array();
  int count = 0;
  for (const auto& folder : flags.folders) {
    const Degeneracy found = degeneracy(test_errors(folder, flags.column),
                                        flags.literal ? Reading::kLiteral : Reading::kSensible);
    count += found.degenerate ? 1 : 0;
    runs.push_back({{"folder", folder},
                    {"middle", found.middle},
                    {"late", found.late},
                    {"degenerate", found.degenerate}});
  }
  if (flags.json) {
    fmt::print("{}\n", json{{"runs", runs}, {"degenerate", count}}.dump());
  } else {
    print(runs, count);
  }
}

}  // namespace

Command degeneracy_command() {
  auto flags = std::make_shared<Flags>();
  return {.name = "degeneracy",
          .meaning = "Tell whether the cells of searches get worse towards the end.",
          .arguments =
              {{"folders",
                "run folders of searches that had a search.table",
                &flags->folders,
                {.required = true}},
               {"--column",
                "column of the table with the test accuracy in percent; default: that of CIFAR-10",
                &flags->column},
               {"--literal", "take the paper literally, which reverses the comparison",
                &flags->literal},
               {"--json", "print one JSON object", &flags->json}},
          .run = [flags] { measure(*flags); }};
}

}  // namespace tetlo
