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

// γ = 1 errs by 2, 4 and 3 points less than γ = 0.5, and by 2, 3 and 1 points more than γ = 2; λ = 0.1 is
// not among the values.
TEST(Tradeoff, ClaimsThatTheConfiguredValueIsBetterThanTheSmallestAndTheLargest) {
  FakeRuns runs;
  runs.error = [](const TrainingRun& run) {
    const auto seed = static_cast<size_t>(run.search.back() - '1');
    const double more[] = {0.02, 0.04, 0.03}, less[] = {0.02, 0.03, 0.01};
    if (run.search.starts_with("gamma-0.5-lambda-0.1/")) return 0.2 + more[seed];
    if (run.search.starts_with("gamma-2-lambda-0.1/")) return 0.2 - less[seed];
    return 0.2;
  };
  const Report report =
      report_of("tradeoff", runs, {"study.values=[1, 2, 0.7, 0.5]", "study.seeds=3"});
  ASSERT_EQ(report.claims.size(), 2U);
  EXPECT_EQ(report.claims[0].words, "γ, at λ = 0.1: 1 lower than 0.5");
  EXPECT_NEAR(report.claims[0].difference.value(), -3, 1e-9);
  EXPECT_EQ(verdict_on(report.claims[0]), Verdict::kHolds);
  EXPECT_EQ(report.claims[1].words, "γ, at λ = 0.1: 1 lower than 2");
  EXPECT_NEAR(report.claims[1].difference.value(), 2, 1e-9);
  EXPECT_EQ(verdict_on(report.claims[1]), Verdict::kNotResolvable);  // 2 ± 2.484
}

TEST(Tradeoff, ClaimsNothingOfAnEnd) {
  FakeRuns runs;
  const Report report = report_of("tradeoff", runs, {"study.values=[0.1, 1]"});
  ASSERT_EQ(report.claims.size(), 2U);
  EXPECT_EQ(report.claims[0].words, "γ, at λ = 0.1: 1 lower than 0.1");
  EXPECT_EQ(report.claims[1].words, "λ, at γ = 1: 0.1 lower than 1");
  EXPECT_EQ(verdict_on(report.claims[0]), Verdict::kNotResolvable);  // of one pair
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
