// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "tetlo/studies/test_runs.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

// Six values of γ and six of λ; γ = 1 and λ = 0.1 are the values that the other keeps, so that one
// pair is in both lists.
TEST(Tradeoff, MakesElevenRuns) {
  FakeRuns runs;
  const Report report = report_of("tradeoff", runs);
  EXPECT_EQ(runs.prepared.searches.size(), 11U);
  EXPECT_EQ(runs.prepared.trainings.size(), 11U);
  EXPECT_EQ(report.rows.size(), 11U);
}

TEST(Tradeoff, HoldsOutTheSameImagesInEveryRunAndTestsOnThem) {
  FakeRuns runs;
  runs.given.run.seed = 7;
  report_of("tradeoff", runs, {"study.values=[0.5]"});
  EXPECT_THAT(
      runs.made,
      ElementsAre("gamma-0.5-lambda-0.1 search.held_out=0.1 search.split=seeded "
                  "search.split_seed=7 tetlo.gamma=0.5 tetlo.lambda=0.1",
                  "gamma-0.5-lambda-0.1/trained evaluate.held_out=0.1 evaluate.split=seeded "
                  "evaluate.split_seed=7",
                  "gamma-1-lambda-0.5 search.held_out=0.1 search.split=seeded "
                  "search.split_seed=7 tetlo.gamma=1 tetlo.lambda=0.5",
                  "gamma-1-lambda-0.5/trained evaluate.held_out=0.1 evaluate.split=seeded "
                  "evaluate.split_seed=7"));
}

TEST(Tradeoff, ReportsTheErrorOfEachPair) {
  FakeRuns runs;
  runs.error = [](const TrainingRun& run) {
    return run.search == "gamma-0.5-lambda-0.1" ? 0.2 : 0.3;
  };
  const Report report = report_of("tradeoff", runs, {"study.values=[0.5, 1]"});
  EXPECT_THAT(report.rows, Contains(ElementsAre("0.5", "0.1", "20.00", "3.00")));
  EXPECT_THAT(report.rows, Contains(ElementsAre("1", "0.1", "30.00", "3.00")));
  EXPECT_THAT(report.picture, HasSubstr(">γ, at λ = 0.1<"));
}

TEST(Tradeoff, NeedsAFrameworkWithBothWeights) {
  FakeRuns runs;
  runs.given.framework.name = "plain";
  EXPECT_THAT(
      [&] { report_of("tradeoff", runs); },
      ThrowsMessage<Error>(HasSubstr("framework.name is plain, which has no option gamma")));
}

}  // namespace
}  // namespace tetlo
