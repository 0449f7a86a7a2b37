// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/over_time.h"

#include <gmock/gmock.h>

#include "tetlo/compare/test_arms.h"

namespace tetlo {
namespace {

using testing::ElementsAre;

/// A search with these accuracies in percent after its epochs, which end after so many seconds and
/// updates of α.
RunRecord course(const std::string& method, int seed, const std::vector<double>& accuracies,
                 const std::vector<double>& seconds) {
  RunRecord run = ended_search(method, seed, 90);
  run.epochs.clear();
  for (size_t e = 0; e < accuracies.size(); ++e) {
    run.epochs.push_back(
        {{"main", {{"valid_accuracy", accuracies[e] / 100}}}, {"alpha_steps", 5 * (e + 1)}});
  }
  run.seconds = seconds;
  return run;
}

RunRecord diverged(RunRecord run) {
  run.summary["stop_reason"] = "diverged";
  return run;
}

ResultTable table_of(const std::vector<RunRecord>& runs) {
  const Measure measure = recorded_figure("main.valid_accuracy");
  return over_time({.measure = measure, .arms = arms_of(runs, measure)});
}

/// An entry of the rows with this cost: budget 1, n 3, without value 4, lower
/// quartile 5, median 6, upper 7.
std::vector<std::string> column(const ResultTable& table, const std::string& cost, size_t place) {
  std::vector<std::string> entries;
  for (const auto& row : table.rows) {
    if (entry_text(row[0]) == cost) entries.push_back(entry_text(row[place]));
  }
  return entries;
}

TEST(OverTime, ComparesGroupsAtSharesOfWhatTheCheapestTakes) {
  const auto table = table_of({course("darts", 1, {50, 60, 70, 80}, {10, 20, 30, 40}),
                               course("tetlo", 1, {55, 65, 75, 85}, {20, 40, 60, 80})});
  EXPECT_THAT(column(table, "seconds", 1), ElementsAre("10", "10", "20", "20", "40", "40"));
  EXPECT_THAT(column(table, "seconds", 6),
              ElementsAre("50.00", "", "60.00", "55.00", "80.00", "65.00"));
  EXPECT_THAT(column(table, "steps of α", 1), ElementsAre("5", "5", "10", "10", "20", "20"));
  EXPECT_THAT(column(table, "steps of α", 6),
              ElementsAre("50.00", "55.00", "60.00", "65.00", "80.00", "85.00"));
}

TEST(OverTime, ShowsQuartilesOfTheRunsThatHaveAFigure) {
  // Of 1, 2, 4 and 8: 1.75, 3 and 5. Budgets are shares of 4 seconds.
  std::vector<RunRecord> runs;
  for (const double last : {1, 2, 4, 8}) {
    runs.push_back(course("darts", static_cast<int>(last), {0, last}, {2, 4}));
  }
  const auto table = table_of(runs);
  EXPECT_EQ(column(table, "seconds", 3).back(), "4");
  EXPECT_EQ(column(table, "seconds", 5).back(), "1.75");
  EXPECT_EQ(column(table, "seconds", 6).back(), "3.00");
  EXPECT_EQ(column(table, "seconds", 7).back(), "5.00");
}

TEST(OverTime, OnlyRunsThatHaveEndedKeepTheirLastFigure) {
  // One run stopped early, as DARTS-ES does; one diverged. Two others make 40 seconds usual.
  const auto table = table_of({course("darts", 1, {50, 60}, {10, 20}),
                               diverged(course("darts", 2, {50, 61}, {10, 20})),
                               course("darts", 3, {50, 60, 70, 80}, {10, 20, 30, 40}),
                               course("darts", 4, {50, 60, 70, 80}, {10, 20, 30, 40})});
  EXPECT_THAT(column(table, "seconds", 1), ElementsAre("10", "20", "40"));
  EXPECT_THAT(column(table, "seconds", 3), ElementsAre("4", "4", "3"));
  EXPECT_THAT(column(table, "seconds", 4), ElementsAre("0", "0", "1"));
  EXPECT_THAT(column(table, "seconds", 6), ElementsAre("50.00", "60.00", "80.00"));
}

TEST(OverTime, CountsRunsThatHaveNotReachedAnEpoch) {
  // Of two runs, the slow one has nothing before 30 seconds.
  const auto table =
      table_of({course("darts", 1, {50, 60}, {10, 20}), course("random", 1, {40, 80}, {10, 20}),
                course("random", 2, {30, 70}, {30, 60})});
  EXPECT_THAT(column(table, "seconds", 3), ElementsAre("1", "1", "1", "1"));
  EXPECT_THAT(column(table, "seconds", 4), ElementsAre("0", "1", "0", "1"));
}

TEST(OverTime, AGroupWithoutEpochsDoesNotSetTheBudgets) {
  RunRecord drawn = course("random", 1, {75}, {0.001});
  drawn.epochs[0]["alpha_steps"] = 0;
  drawn.epochs[0]["choice"] = {{"epochs_of_training", 60}};
  const auto table = table_of({drawn, course("darts", 1, {50, 60}, {10, 20})});
  EXPECT_THAT(column(table, "seconds", 6),
              ElementsAre("75.00", "", "75.00", "", "75.00", "50.00", "75.00", "60.00"));
  EXPECT_EQ(column(table, "steps of α", 6)[0], "75.00");
  EXPECT_THAT(table.notes, testing::Contains("method.name = random: not in the costs are 60 epochs "
                                             "of training, whose results a table has."));
}

TEST(OverTime, SaysWhereTheTimesOfEpochsAreNotOnRecord) {
  RunRecord run = course("darts", 1, {50, 60}, {});
  run.summary["seconds"] = 40;
  const auto table = table_of({run});
  EXPECT_THAT(column(table, "seconds", 6), ElementsAre("50.00", "60.00"));
  EXPECT_THAT(table.notes, testing::Contains(testing::HasSubstr("Of 1 run only the seconds of")));
}

TEST(OverTime, HasNoRowsForAFigureThatEpochsDoNotHave) {
  const std::vector<RunRecord> runs = {course("darts", 1, {50, 60}, {10, 20})};
  Measure measure = recorded_figure("main.valid_accuracy");
  measure.by_epoch = nullptr;
  EXPECT_TRUE(over_time({.measure = measure, .arms = arms_of(runs, measure)}).rows.empty());
}

}  // namespace
}  // namespace tetlo
