// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/study.h"

#include <gmock/gmock.h>

#include "tetlo/studies/test_runs.h"

namespace tetlo {
namespace {

using testing::ElementsAre;

Plan two_searches() {
  return {.searches = {{"a"}, {"b", {"space.name=s1"}}},
          .trainings = {{"a", "trained"}, {"b", "trained"}}};
}

TEST(RunAll, TrainsWhatASearchHasFoundRightAfterIt) {
  FakeRuns runs;
  run_all(two_searches(), runs);
  EXPECT_THAT(runs.made, ElementsAre("a", "a/trained", "b space.name=s1", "b/trained"));
  EXPECT_EQ(runs.trained.at("b/trained"), "cells of b");
}

TEST(RunAll, MakesEveryRunWithEverySeed) {
  FakeRuns runs;
  runs.given.run.seed = 5;
  Plan plan = two_searches();
  plan.searches.pop_back();
  plan.trainings.pop_back();
  plan.seeds = 2;
  const Results results = run_all(plan, runs);
  EXPECT_THAT(runs.made, ElementsAre("a/seed-5 run.seed=5", "a/seed-5/trained run.seed=5",
                                     "a/seed-6 run.seed=6", "a/seed-6/trained run.seed=6"));
  EXPECT_EQ(results.at("a/trained").size(), 2U);
  EXPECT_EQ(runs.prepared.searches.size(), 2U);
  EXPECT_EQ(runs.prepared.trainings.size(), 2U);
}

TEST(RunAll, DoesNotTrainWhatADivergedSearchHasFound) {
  FakeRuns runs;
  runs.diverged = "a";
  const Results results = run_all(two_searches(), runs);
  EXPECT_THAT(runs.made, ElementsAre("a", "b space.name=s1", "b/trained"));
  EXPECT_TRUE(sample_of(results.at("a/trained"), "test_error").values.empty());
}

TEST(BySeed, HasNothingOfADivergedRun) {
  const std::vector<RunSummary> summaries{{{"stop_reason", "diverged"}},
                                          {{"stop_reason", "finished"}, {"test_error", 0.5}}};
  const auto error = [](const RunSummary& summary) { return summary["test_error"].get<double>(); };
  EXPECT_THAT(by_seed(summaries, error), ElementsAre(std::nullopt, 0.5));
}

TEST(SampleOf, LeavesOutDivergedRuns) {
  const std::vector<RunSummary> summaries{{{"stop_reason", "finished"}, {"test_error", 0.25}},
                                          {{"stop_reason", "diverged"}},
                                          {{"stop_reason", "finished"}, {"test_error", 0.5}}};
  EXPECT_THAT(sample_of(summaries, "test_error", 100).values, ElementsAre(25, 50));
}

}  // namespace
}  // namespace tetlo
