// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/epoch_cells.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tetlo/evaluate/degeneracy.h"
#include "tetlo/space/accuracy_table.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using nlohmann::json;

/// The column that holds test accuracies, in whichever benchmark's table this is.
std::string test_column(const json& table, const std::string& where) {
  for (const AccuracyColumns& columns : kAccuracyColumns) {
    if (table.contains(columns.test)) return columns.test;
  }
  fail("{} has no column of test accuracies with a known name; name the column with --column.",
       where);
}

/// The test error in percent in an entry of the table.
double table_error(const json& table, std::string column, const std::string& where) {
  if (column.empty()) column = test_column(table, where);
  require(table.contains(column) && table[column].is_number(),
          "{} has no number in the column \"{}\" of its table.", where, column);
  const double accuracy = table[column];
  require(accuracy >= 0 && accuracy <= 100,
          "{} has {} in the column \"{}\"; an accuracy must be from 0 to 100 percent.", where,
          accuracy, column);
  return 100 - accuracy;
}

}  // namespace

std::vector<EpochCells> epoch_cells(const std::string& folder, const std::string& column) {
  const std::string file = folder + "/metrics.jsonl";
  std::istringstream lines(read_file(file));
  std::vector<EpochCells> epochs;
  int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    const json figures = json::parse(line, nullptr, /*allow_exceptions=*/false);
    EpochCells cells{
        .where = fmt::format("{}, line {}", file, ++number), .genotype = "", .error = {}};
    require(figures.is_object(), "{} is not a JSON object.", cells.where);
    if (figures.contains("preparation")) continue;  // an epoch before the search
    cells.genotype = figures.value("genotype", "");
    if (figures.contains("table")) cells.error = table_error(figures["table"], column, cells.where);
    epochs.push_back(std::move(cells));
  }
  require(epochs.size() >= kFewestEpochs,
          "The search in {} has {} epochs; there must be at least {}.", folder, epochs.size(),
          kFewestEpochs);
  return epochs;
}

}  // namespace tetlo
