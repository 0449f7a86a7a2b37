// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/checklist.h"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "tetlo/compare/test_arms.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

using Row = std::pair<std::string, std::string>;  ///< answer and why

std::map<std::string, Row> replies(const std::vector<RunRecord>& runs,
                                   const std::string& figure = "main.valid_accuracy") {
  const Measure measure = recorded_figure(figure);
  const auto table = checklist_table({.measure = measure, .arms = arms_of(runs, measure)});
  std::map<std::string, Row> all;
  for (const auto& row : table.rows) {
    all[entry_text(row[0])] = {entry_text(row[2]), entry_text(row[3])};
  }
  return all;
}

/// Two seeds of a method, on one machine, with accuracies from a table and 8 updates of α.
std::vector<RunRecord> on_benchmark(const std::string& method) {
  auto runs = searches(method, {90, 91});
  for (RunRecord& run : runs) {
    run.program = "tetlo 0.4.0";
    run.epochs = {{{"epoch", 0}, {"alpha_steps", 4}, {"table", {{"c10_test200", 91.0}}}},
                  {{"epoch", 1}, {"alpha_steps", 8}, {"table", {{"c10_test200", 92.0}}}}};
    run.seconds = {10, 20};
    run.options["data.name"] = "cifar-10";
    run.options["search.epochs"] = "2";
    run.summary["seconds"] = 20;
    run.summary["machine"] = {{"processor", "A"}, {"threads", 1}, {"libtorch", "2.1"}};
  }
  return runs;
}

std::vector<RunRecord> trainings(const std::string& method) {
  auto runs = searches(method, {90, 91});
  for (RunRecord& run : runs) {
    run.search = run.options;
    run.options = {{"run.seed", run.search["run.seed"]}, {"evaluate.epochs", "600"}};
    run.command = "evaluate";
  }
  return runs;
}

TEST(Checklist, HasDistinctIdsAndASourceForEachItem) {
  std::set<std::string> ids;
  for (const ChecklistItem& item : checklist()) {
    EXPECT_TRUE(ids.insert(item.id).second) << item.id;
    EXPECT_THAT(item.source, HasSubstr("[Lindauer2020, section "));
  }
}

TEST(Checklist, OfAFairComparisonOnATabularBenchmark) {
  const auto all =
      replies(both(on_benchmark("darts"), on_benchmark("random")), "table.c10_test200");
  for (const char* id :
       {"training_code", "training_options", "search_options", "same_benchmark", "same_training",
        "same_machine", "same_budget", "ablation", "over_time", "random_search", "several_runs",
        "tabular_benchmark", "whole_time", "setup"}) {
    EXPECT_EQ(all.at(id).first, "yes") << id << ": " << all.at(id).second;
  }
  for (const char* id : {"space_code", "method_code", "tuning"}) {
    EXPECT_EQ(all.at(id).first, "not known from the runs") << id;
  }
  EXPECT_EQ(all.at("random_search").second, "\"method.name = random\" is random search.");
  EXPECT_EQ(all.at("ablation").second,
            "\"method.name = darts\" and \"method.name = random\" differ in method.name only.");
  EXPECT_EQ(all.at("same_machine").second, "All ran on A with threads = 1 and LibTorch 2.1.");
}

TEST(Checklist, OfOneRunWithoutABenchmark) {
  const auto all = replies(searches("darts", {90}));
  for (const char* id :
       {"training_options", "same_training", "ablation", "over_time", "random_search",
        "several_runs", "tabular_benchmark", "whole_time", "setup"}) {
    EXPECT_EQ(all.at(id).first, "no") << id << ": " << all.at(id).second;
  }
  EXPECT_EQ(all.at("several_runs").second, "\"all runs\" has one seed.");
  EXPECT_EQ(all.at("same_machine").first, "not known from the runs");
}

TEST(Checklist, NamesTheOptionsThatConfound) {
  auto other = on_benchmark("pc_darts");
  for (RunRecord& run : other) {
    run.options["data.name"] = "svhn";
    run.options["search.epochs"] = "3";
    run.summary["machine"]["threads"] = 2;
    run.epochs[1]["alpha_steps"] = 9;
  }
  const auto all = replies(both(on_benchmark("darts"), other), "table.c10_test200");
  EXPECT_EQ(all.at("same_benchmark"), Row("no", "The groups differ in data.name."));
  EXPECT_EQ(all.at("same_machine"), Row("no", "Runs differ in threads."));
  EXPECT_EQ(all.at("same_budget").first, "no");
  EXPECT_THAT(all.at("same_budget").second, HasSubstr("differ in search.epochs; "));
  EXPECT_THAT(all.at("same_budget").second, HasSubstr("method.name = darts: 8 steps of α"));
  EXPECT_EQ(all.at("ablation").first, "no");
}

TEST(Checklist, AnOracleIsNoBaseline) {
  auto oracle = on_benchmark("random");
  for (RunRecord& run : oracle) run.epochs[1]["choice"] = {{"oracle", true}};
  const auto all = replies(both(on_benchmark("darts"), oracle), "table.c10_test200");
  EXPECT_EQ(all.at("random_search").first, "no");
  EXPECT_THAT(all.at("random_search").second, HasSubstr("oracle"));
}

TEST(Checklist, TheProtocolIsTheSameIfTheGroupsDifferInOptionsOfTheirSearchesOnly) {
  const auto protocol = [](const std::string& option, const char* value) {
    auto other = on_benchmark("pc_darts");
    for (RunRecord& run : other) run.options[option] = value;
    return replies(both(on_benchmark("darts"), other), "table.c10_test200").at("same_protocol");
  };
  EXPECT_EQ(protocol("search.epochs", "3"),
            Row("yes",
                "All are judged by table.c10_test200; no option of images, split or training "
                "differs."));
  EXPECT_EQ(protocol("data.name", "svhn"), Row("no", "The groups differ in data.name."));
  EXPECT_EQ(protocol("search.split_seed", "7"),
            Row("no", "The groups differ in search.split_seed."));
}

TEST(Checklist, TheProtocolOfTrainingsIncludesTheirOptions) {
  auto runs = both(trainings("darts"), trainings("random"));
  EXPECT_EQ(replies(runs).at("same_protocol").first, "yes");
  for (size_t i = 0; i < 2; ++i) runs[i].options["evaluate.epochs"] = "100";
  EXPECT_EQ(replies(runs).at("same_protocol"), Row("no", "The groups differ in evaluate.epochs."));
}

TEST(Checklist, AnOracleIsAnotherProtocol) {
  auto oracle = on_benchmark("random");
  for (RunRecord& run : oracle) run.epochs[1]["choice"] = {{"oracle", true}};
  const auto protocol = [](const std::vector<RunRecord>& runs) {
    return replies(runs, "table.c10_test200").at("same_protocol");
  };
  EXPECT_EQ(protocol(both(on_benchmark("darts"), oracle)),
            Row("no",
                "An oracle has chosen the cells of \"method.name = random\", and not those of the "
                "others."));
  EXPECT_EQ(protocol(oracle).first, "yes");
}

TEST(Checklist, TrainingsOfDrawnCellsAreInNoRecordedTime) {
  auto drawn = on_benchmark("random");
  for (RunRecord& run : drawn) run.epochs[1]["choice"] = {{"epochs_of_training", 60}};
  const auto all = replies(both(on_benchmark("darts"), drawn), "table.c10_test200");
  EXPECT_EQ(all.at("whole_time").first, "no");
  EXPECT_THAT(all.at("whole_time").second, HasSubstr("takes 60 epochs of training"));
}

TEST(Checklist, HowOftenAlphaMovesMattersWhereItMoves) {
  const auto every = [](const std::string& method, const char* iterations, int steps) {
    auto runs = on_benchmark(method);
    for (RunRecord& run : runs) {
      run.options["search.arch_every"] = iterations;
      for (auto& figures : run.epochs) figures["alpha_steps"] = steps;
    }
    return runs;
  };
  const auto budget = [](const std::vector<RunRecord>& runs) {
    return replies(runs, "table.c10_test200").at("same_budget");
  };
  EXPECT_EQ(budget(both(every("darts", "1", 8), every("random", "5", 0))).first, "yes");
  EXPECT_EQ(budget(both(every("darts", "1", 8), every("pc_darts", "5", 8))),
            Row("no",
                "The groups differ in search.arch_every, but not in the number of steps of "
                "α."));
}

TEST(Checklist, OfTrainingsLooksAtTheSearchesThatFoundTheirCells) {
  auto runs = both(trainings("darts"), trainings("random"));
  const auto all = replies(runs);
  EXPECT_EQ(all.at("random_search").first, "yes");
  EXPECT_EQ(all.at("search_options").first, "yes");
  EXPECT_EQ(all.at("training_options").first, "yes");
  EXPECT_EQ(all.at("same_training").first, "yes");
  for (RunRecord& run : runs) run.search.clear();
  runs[0].options["evaluate.epochs"] = "100";
  const auto unknown = replies(runs);
  EXPECT_EQ(unknown.at("search_options").first, "not known from the runs");
  EXPECT_EQ(unknown.at("same_training"), Row("no", "The groups differ in evaluate.epochs."));
}

}  // namespace
}  // namespace tetlo
