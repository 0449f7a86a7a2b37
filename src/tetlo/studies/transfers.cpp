// SPDX-License-Identifier: Apache-2.0
// What the main model should teach the auxiliary model: a search with each transfer of the table,
// and the training of what it has found [Sheth2023, figure 4 and table 10].
#include "tetlo/draw/chart.h"
#include "tetlo/frameworks/table.h"
#include "tetlo/studies/table.h"
#include "tetlo/transfer/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kFigure4 = "[Sheth2023, figure 4]";

struct TransfersOptions {
  int64_t seeds = 10;

  std::vector<Field> fields() {
    return {{"seeds",
             {&seeds, {1, 1000}},
             "number of runs with different seeds",
             "[Sheth2023, section 4.2]"}};
  }
};

/// The cost of a search: seconds of an iteration, with its share of validation.
Sample cost_of(const std::vector<RunSummary>& searches) {
  Sample cost;
  for (const RunSummary& search : searches) {
    if (search["stop_reason"] == "diverged") continue;
    cost.values.push_back(search["seconds"].get<double>() / search["iterations"].get<double>());
  }
  return cost;
}

Report compare_transfers(const std::any& given, Runs& runs) {
  const std::string& framework = runs.options().framework.name;
  require(find_framework(framework).uses.transfer,
          "framework.name is {}, which transfers nothing; this study compares transfers.",
          framework);
  Plan plan{.seeds = std::any_cast<const TransfersOptions&>(given).seeds};
  for (const TransferEntry& transfer : transfers()) {
    plan.searches.push_back({transfer.name, {"transfer.name=" + transfer.name}});
    plan.trainings.push_back({transfer.name, "trained"});
  }
  const Results results = run_all(plan, runs);
  const std::string data = runs.options().data.name;
  Report report{.columns = {"transfer", "test error (%)", "parameters (million)",
                            "search cost (s an iteration)"}};
  BarChart chart{.title = "Transfers on " + data, .axis = "test error (%)"};
  for (const TrainingRun& training : plan.trainings) {
    const auto& trained = results.at(training.path());
    const Sample errors = sample_of(trained, "test_error", 100);
    report.rows.push_back({training.search, errors.text(),
                           sample_of(trained, "parameters", 1e-6).text(),
                           cost_of(results.at(training.search)).text(3)});
    chart.bars.push_back({training.search, errors.mean(), errors.deviation()});
  }
  report.picture = svg_of(chart);
  return report;
}

}  // namespace

StudyEntry transfers_study() {
  return {member<TransfersOptions>("transfers", "what the main model teaches the auxiliary model",
                                   kFigure4),
          /*trains=*/true, compare_transfers};
}

}  // namespace tetlo
