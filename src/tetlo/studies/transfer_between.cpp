// SPDX-License-Identifier: Apache-2.0
// Whether cells found on one data set are good on another: a search on each of two data sets, and
// trainings of both cells on both [Sheth2023, appendix F and table 14].
#include <array>
#include <filesystem>

#include "tetlo/data/source.h"
#include "tetlo/draw/chart.h"
#include "tetlo/studies/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kTable14 = "[Sheth2023, table 14]";

struct TransferBetweenOptions {
  std::string first = "cifar-10", second = "cifar-100";
  std::string first_folder, second_folder;
  bool own = true;
  int64_t seeds = 10;

  std::vector<Field> fields() {
    const std::string folder = "folder of its files; empty: the data set's own folder";
    return {{"first", {&first, values_in(source_table())}, "a data set", kTable14},
            {"second", {&second, values_in(source_table())}, "another data set", kTable14},
            {"first_folder", &first_folder, folder, ""},
            {"second_folder", &second_folder, folder, ""},
            {"own", &own, "whether cells are also trained on the data set of their search", ""},
            {"seeds", {&seeds, {1, 1000}}, "number of runs with different seeds", kTable14}};
  }
};

struct DataSet {
  std::string name, folder;

  /// Tells the two apart, also in names of folders.
  std::string label() const {
    const std::filesystem::path path(folder);
    if (folder.empty()) return name;
    return (path.has_filename() ? path : path.parent_path()).filename().string();
  }
  std::vector<std::string> assignments() const {
    return {"data.name=" + name, "data.folder=" + folder};
  }
};

Plan plan_for(const TransferBetweenOptions& options, const std::array<DataSet, 2>& sets) {
  Plan plan{.seeds = options.seeds};
  for (const DataSet& from : sets) {
    plan.searches.push_back({from.label(), from.assignments()});
    for (const DataSet& to : sets) {
      if (&from == &to && !options.own) continue;
      plan.trainings.push_back({from.label(), "on-" + to.label(), to.assignments()});
    }
  }
  return plan;
}

Report transfer_between(const std::any& given, Runs& runs) {
  const auto& options = std::any_cast<const TransferBetweenOptions&>(given);
  const std::array<DataSet, 2> sets = {DataSet{options.first, options.first_folder},
                                       DataSet{options.second, options.second_folder}};
  require(sets[0].label() != sets[1].label(),
          "transfer-between.first and transfer-between.second are both {}; they must be two "
          "data sets.",
          sets[0].label());
  const Plan plan = plan_for(options, sets);
  const Results results = run_all(plan, runs);
  Report report{.columns = {"searched on", "trained on", "test error (%)", "parameters (million)"}};
  BarChart chart{.title = "Cells found on one data set and trained on another",
                 .axis = "test error (%)"};
  for (const TrainingRun& training : plan.trainings) {
    const std::string to = training.name.substr(std::string("on-").size());
    const auto& summaries = results.at(training.path());
    const Sample errors = sample_of(summaries, "test_error", 100);
    report.rows.push_back(
        {training.search, to, errors.text(), sample_of(summaries, "parameters", 1e-6).text()});
    chart.bars.push_back({training.search + " → " + to, errors.mean(), errors.deviation()});
  }
  report.picture = svg_of(chart);
  return report;
}

}  // namespace

StudyEntry transfer_between_study() {
  return {member<TransferBetweenOptions>(
              "transfer-between", "cells found on one data set, trained on another", kTable14),
          /*trains=*/true, transfer_between};
}

}  // namespace tetlo
