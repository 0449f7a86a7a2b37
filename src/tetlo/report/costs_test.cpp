// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/costs.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A search of epochs of 4 iterations, in which α moves in every third, as programs recorded it that
/// did not count.
RunRecord search(size_t epochs) {
  RunRecord run;
  run.command = "search";
  run.options = {{"search.arch_every", "3"}};
  run.epochs.assign(epochs, {{"outer", {{"main", 1.5}}}});
  run.summary = {{"iterations", 4 * epochs}, {"seconds", 60.0}};
  return run;
}

TEST(SecondsByEpoch, AreThoseOnRecord) {
  RunRecord run = search(2);
  run.seconds = {10, 60};
  EXPECT_THAT(seconds_by_epoch(run), ElementsAre(10, 60));
  EXPECT_TRUE(has_seconds_by_epoch(run));
}

TEST(SecondsByEpoch, AreSharedOutEvenlyIfOnlyTheirSumIsOnRecord) {
  RunRecord run = search(3);
  EXPECT_FALSE(has_seconds_by_epoch(run));
  EXPECT_THAT(seconds_by_epoch(run), ElementsAre(20, 40, 60));
  run.preparation = 3;
  EXPECT_THAT(seconds_by_epoch(run), ElementsAre(40, 50, 60));
  run.summary = nullptr;
  EXPECT_THAT(seconds_by_epoch(run), IsEmpty());
}

TEST(AlphaStepsByEpoch, AreThoseOnRecord) {
  RunRecord run = search(2);
  run.epochs = {{{"alpha_steps", 7}}, {{"alpha_steps", 9}}};
  EXPECT_THAT(alpha_steps_by_epoch(run), ElementsAre(7, 9));
  run.command = "evaluate";
  EXPECT_THAT(alpha_steps_by_epoch(run), IsEmpty());
}

TEST(AlphaStepsByEpoch, AreCountedIfTheyAreNot) {
  // Iterations 0 and 3; 6; 9.
  EXPECT_THAT(alpha_steps_by_epoch(search(3)), ElementsAre(2, 3, 4));
}

TEST(AlphaStepsByEpoch, BeginAnewInEachPhase) {
  RunRecord run = search(4);
  for (size_t e = 0; e < 4; ++e) run.epochs[e]["phase"] = e / 2;
  EXPECT_THAT(alpha_steps_by_epoch(run), ElementsAre(2, 3, 5, 6));
}

TEST(AlphaStepsByEpoch, AreNoneInEpochsWithoutTermsOfP) {
  RunRecord run = search(3);
  run.epochs[0] = {{"epoch", 0}};
  EXPECT_THAT(alpha_steps_by_epoch(run), ElementsAre(0, 1, 2));
}

TEST(AlphaStepsByEpoch, AreUnknownIfTheIterationsOfAnEpochAre) {
  RunRecord run = search(3);
  run.preparation = 1;
  EXPECT_THAT(alpha_steps_by_epoch(run), IsEmpty());
  run = search(3);
  run.summary = nullptr;
  EXPECT_THAT(alpha_steps_by_epoch(run), IsEmpty());
}

TEST(Reached, IsTheFigureOfTheLastEpochWithinTheBudget) {
  const std::vector<double> figures = {80, 85, 90}, costs = {10, 20, 30};
  EXPECT_EQ(reached(figures, costs, 9), std::nullopt);
  EXPECT_EQ(reached(figures, costs, 25), 85);
  EXPECT_EQ(reached(figures, costs, 30), 90);
  EXPECT_EQ(reached({80, std::nan("")}, {10, 20}, 25), 80);
}

TEST(Reached, CountsAtGreaterCostsIfTheRunHasFinished) {
  const auto course = [](bool has_finished) {
    return reached_at_each({80, 85}, {10, 25}, {.step = 10, .count = 4}, has_finished);
  };
  EXPECT_THAT(course(true), testing::ElementsAre(80, 80, 85, 85));
  EXPECT_THAT(course(false), testing::ElementsAre(80, 80, testing::IsNan(), testing::IsNan()));
}

}  // namespace
}  // namespace tetlo
