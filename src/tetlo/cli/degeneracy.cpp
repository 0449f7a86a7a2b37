// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/degeneracy.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tetlo/cli/commands.h"
#include "tetlo/cli/retraining.h"
#include "tetlo/studies/epoch_cells.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

using nlohmann::json;

struct Flags {
  std::vector<std::string> folders;
  std::string column;
  bool literal = false, train = false, json = false;
  Retraining training;
};

/// The test errors of a search's cells, one for each epoch, and how they are known.
struct TestErrors {
  std::vector<double> percent;  ///< 0 outside the windows
  size_t trained = 0;           ///< number of cells that were trained; 0: from a table
};

/// Trains the cells of the windows. All are trained if the table lacks one of them, so that errors
/// which are compared have the same origin.
TestErrors train(const std::string& folder, const std::vector<EpochCells>& epochs,
                 const std::vector<size_t>& compared, const Retraining& how) {
  std::map<size_t, std::string> genotypes;
  for (const size_t e : compared) {
    require(!epochs[e].genotype.empty(), "{} has no genotype.", epochs[e].where);
    genotypes[e + 1] = epochs[e].genotype;
  }
  const auto errors = retrained_errors(folder, genotypes, how);
  TestErrors result{.percent = std::vector<double>(epochs.size()), .trained = errors.size()};
  for (const size_t e : compared) result.percent[e] = errors.at(epochs[e].genotype);
  return result;
}

TestErrors test_errors(const std::string& folder, const Flags& flags) {
  const std::vector<EpochCells> epochs = epoch_cells(folder, flags.column);
  const auto [middle, late] = windows(epochs.size());
  std::vector<size_t> compared = middle;
  compared.insert(compared.end(), late.begin(), late.end());
  TestErrors known{.percent = std::vector<double>(epochs.size())};
  for (const size_t e : compared) {
    if (!epochs[e].error && flags.train) return train(folder, epochs, compared, flags.training);
    require(epochs[e].error.has_value(),
            "{} has no table; the search must have had search.table, so that each epoch's cell was "
            "looked up, or the cells must be trained (--train).",
            epochs[e].where);
    known.percent[e] = *epochs[e].error;
  }
  return known;
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

void check(const Flags& flags) {
  const Retraining& how = flags.training;
  require(
      flags.train || (how.epochs == 0 && how.channels == 0 && how.cells == 0 && how.out.empty()),
      "--epochs, --channels, --cells and --out belong to --train, which is missing.");
  require(how.out.empty() || flags.folders.size() == 1,
          "--out is the folder for the cells of one search; there are {}.", flags.folders.size());
}

void measure(const Flags& flags) {
  check(flags);
  json runs = json::array();
  int count = 0;
  for (const auto& folder : flags.folders) {
    const TestErrors errors = test_errors(folder, flags);
    const Degeneracy found =
        degeneracy(errors.percent, flags.literal ? Reading::kLiteral : Reading::kSensible);
    count += found.degenerate ? 1 : 0;
    runs.push_back({{"folder", folder},
                    {"middle", found.middle},
                    {"late", found.late},
                    {"trained", errors.trained},
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
  return {
      .name = "degeneracy",
      .meaning = "Tell whether the cells of searches get worse towards the end.",
      .arguments =
          {{"folders", "run folders of searches", &flags->folders, {.required = true}},
           {"--column",
            "column of the search's table with the test accuracy in percent; default: that of "
            "CIFAR-10",
            &flags->column},
           {"--train", "train the cells of a search without a table; again to go on",
            &flags->train},
           {"--epochs",
            "epochs of a training; default: retrain.epochs of the search, 100 unless set",
            &flags->training.epochs,
            {.range = kCount, .value_name = "N"}},
           {"--channels",
            "channels of the first cell; default: retrain.channels of the search, 16 unless set",
            &flags->training.channels,
            {.range = Range{4, 100'000}, .value_name = "N"}},
           {"--cells",
            "cells of the networks; default: retrain.cells of the search, 8 unless set",
            &flags->training.cells,
            {.range = Range{3, 1000}, .value_name = "N"}},
           {"--out",
            "folder of the trainings of one search; default: the folder cells in its run folder",
            &flags->training.out},
           {"--literal", "take the paper literally, which reverses the comparison",
            &flags->literal},
           {"--json", "print one JSON object", &flags->json}},
      .run = [flags] { measure(*flags); }};
}

}  // namespace tetlo
