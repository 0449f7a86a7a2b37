// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/outcomes.h"

#include <gmock/gmock.h>

#include "tetlo/compare/test_arms.h"
#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

using testing::HasSubstr;

/// A search of two epochs with cells "a" and "b", whose test accuracies a table has.
RunRecord search_with_table(const std::string& found) {
  RunRecord run = ended_search("darts", 1, 90);
  run.epochs = {{{"genotype", "a"}, {"table", {{"c10_test200", 93.5}}}},
                {{"genotype", "b"}, {"table", {{"c10_test200", 91.0}}}}};
  run.summary["genotype"] = found;
  return run;
}

TEST(RecordedFigure, IsThatOfTheLastEpochAndInPercentIfItIsAShare) {
  RunRecord run = ended_search("darts", 1, 90);
  run.epochs.insert(run.epochs.begin(), {{"main", {{"valid_accuracy", 0.95}}}});
  EXPECT_DOUBLE_EQ(recorded_figure("main.valid_accuracy").of(run).value(), 90);
}

TEST(RecordedFigure, OfATableBelongsToTheFoundCell) {
  const Measure measure = recorded_figure("table.c10_test200");
  EXPECT_EQ(measure.of(search_with_table("b")), 91);
  EXPECT_EQ(measure.of(search_with_table("a")), 93.5);
  EXPECT_EQ(measure.of(search_with_table("c")), std::nullopt);
}

TEST(RecordedFigure, OfALossIsBetterIfLower) {
  EXPECT_FALSE(recorded_figure("main.valid_loss").higher_is_better);
  EXPECT_TRUE(recorded_figure("main.valid_accuracy").higher_is_better);
}

TEST(DefaultFigure, IsTheTablesAccuracyIfAllThatEndedHaveIt) {
  const auto with = search_with_table("b");
  EXPECT_EQ(default_figure({with}), "table.c10_test200");
  EXPECT_EQ(default_figure({with, ended_search("darts", 2, {})}), "table.c10_test200");
  EXPECT_EQ(default_figure({with, ended_search("darts", 2, 80)}), "main.valid_accuracy");
}

TEST(DefaultFigure, IsTheTestAccuracyOfTrainingsAndNothingOfBothKinds) {
  RunRecord training = ended_search("darts", 1, 90);
  training.command = "evaluate";
  EXPECT_EQ(default_figure({training}), "test_accuracy");
  EXPECT_THAT(error_of([&] {
                default_figure({training, ended_search("darts", 1, 90)});
              }),
              HasSubstr("is a training and runs/darts-1 is not"));
}

TEST(Arms, RunsThatDivergedOrDidNotFinishHaveNoValue) {
  auto runs = searches("darts", {90, {}, 91, 92});
  runs[2].summary = nullptr;
  runs[3].summary["stop_reason"] = "interrupted";
  const auto arms = arms_of(runs, recorded_figure("main.valid_accuracy"));
  ASSERT_EQ(arms.size(), 1);
  EXPECT_EQ(arms[0].outcomes.size(), 4);
  EXPECT_THAT(arms[0].values(), testing::ElementsAre(testing::DoubleEq(90)));
}

// How they will end, nobody knows; they are no failures.
TEST(Arms, RunsAtWorkAreLeftOut) {
  auto runs = searches("darts", {90, 91});
  runs[1].active = true;
  runs[1].summary = nullptr;
  const Measure measure = recorded_figure("main.valid_accuracy");
  EXPECT_THAT(left_out(runs, measure), testing::ElementsAre(&runs[1]));
  EXPECT_EQ(arms_of(runs, measure)[0].outcomes.size(), 1);
}

/// A search by drawing cells, which trains no supernet.
RunRecord drawn(int seed) {
  RunRecord run = ended_search("random", seed, 90);
  run.epochs = {{{"epoch", 0}, {"genotype", "a"}}};
  return run;
}

TEST(Arms, RunsThatHaveEndedWithoutTheFigureAreLeftOut) {
  auto runs = searches("darts", {90, 91, {}});
  runs[1].epochs = {{{"epoch", 0}}};
  const Measure measure = recorded_figure("main.valid_accuracy");
  EXPECT_THAT(left_out(runs, measure), testing::ElementsAre(&runs[1]));
  const auto arms = arms_of(runs, measure);
  ASSERT_EQ(arms.size(), 1);
  ASSERT_EQ(arms[0].outcomes.size(), 2);  // the one that diverged still counts
  EXPECT_EQ(arms[0].outcomes[1].run, &runs[2]);
}

TEST(Arms, AGroupInWhichNoneHasTheFigureIsLeftOutWithItsUnfinishedRuns) {
  auto runs = both(searches("darts", {90}), {drawn(1), drawn(2)});
  runs[2].summary = nullptr;
  const Measure measure = recorded_figure("main.valid_accuracy");
  EXPECT_THAT(left_out(runs, measure), testing::ElementsAre(&runs[1], &runs[2]));
  EXPECT_EQ(arms_of(runs, measure).size(), 1);
}

TEST(Arms, AtLeastOneRunMustHaveTheFigure) {
  const std::vector<RunRecord> runs = {drawn(1), drawn(2)};
  EXPECT_EQ(error_of([&] { arms_of(runs, recorded_figure("main.valid_accuracy")); }),
            "None of the runs has a figure main.valid_accuracy.");
}

TEST(Arms, ASearchThatItsSelectionEndedHasAValue) {
  RunRecord run = ended_search("darts", 1, 90);
  run.summary["stop_reason"] = "curvature";
  EXPECT_TRUE(has_ended(run));
}

TEST(FindArm, TakesANameOrAPartThatOnlyOneHas) {
  const std::vector<Arm> arms = {{.name = "method.name = darts"},
                                 {.name = "method.name = pc_darts"},
                                 {.name = "method.name = random"}};
  EXPECT_EQ(find_arm(arms, ""), 0);
  EXPECT_EQ(find_arm(arms, "method.name = darts"), 0);
  EXPECT_EQ(find_arm(arms, "random"), 2);
  EXPECT_EQ(error_of([&] { find_arm(arms, "p_darts"); }),
            "\"p_darts\" names none of the groups; they are \"method.name = darts\", "
            "\"method.name = pc_darts\", \"method.name = random\".");
  EXPECT_THAT(error_of([&] { find_arm(arms, "darts"); }), HasSubstr("names several of the groups"));
}

}  // namespace
}  // namespace tetlo
