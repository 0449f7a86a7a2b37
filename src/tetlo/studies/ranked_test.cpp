// SPDX-License-Identifier: Apache-2.0
// The studies transfer-fidelity and fidelity-correlation.
#include "tetlo/studies/ranked.h"

#include <gmock/gmock.h>

#include "tetlo/studies/test_runs.h"

namespace tetlo {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// Searches whose figures follow from their name.
class RankedRuns : public FakeRuns {
 public:
  RunSummary search(const SearchRun& run) override {
    RunSummary summary = FakeRuns::search(run);
    const Errors of_run = errors(run.name);
    summary["figures"]["main"] = {{"valid_accuracy", 1 - of_run.error},
                                  {"misordered", of_run.misordered}};
    return summary;
  }

  struct Errors {
    double error = 0.25, misordered = 0.125;
  };
  std::function<Errors(const std::string& name)> errors = [](const std::string&) {
    return Errors();
  };
};

TEST(TransferFidelity, SearchesInBothProblemsWithEveryShareAndSeed) {
  RankedRuns runs;
  const Report report = report_of("transfer-fidelity", runs);
  EXPECT_EQ(runs.prepared.searches.size(), 2U * 4 * 3);
  EXPECT_EQ(report.rows.size(), 8U);
  EXPECT_THAT(runs.made, Contains("auxiliary-25/seed-1 framework.name=ranked_weights "
                                  "ranked_weights.quadruples=10000 ranked_weights.drawn=300 "
                                  "ranked_weights.wrong=0.25 ranked_weights.lambda=0.1 "
                                  "auxiliary.name=untied run.seed=1"));
  EXPECT_THAT(runs.made,
              Contains("main-75/seed-3 framework.name=ranked_alpha ranked_alpha.quadruples=10000 "
                       "ranked_alpha.drawn=300 ranked_alpha.wrong=0.75 run.seed=3"));
}

TEST(TransferFidelity, ReportsTheErrorOfEachSeedAndItsMean) {
  RankedRuns runs;
  runs.diverged = "main-50/seed-2";
  runs.errors = [](const std::string& name) -> RankedRuns::Errors {
    return {.error = name.ends_with("seed-1") ? 0.2 : 0.3};
  };
  const Report report =
      report_of("transfer-fidelity", runs, {"study.seeds=2", "study.wrong=[0.5]"});
  EXPECT_THAT(report.columns, ElementsAre("model", "wrong quadruples (%)", "validation error (%)",
                                          "seed 1", "seed 2"));
  EXPECT_THAT(report.rows[0],
              ElementsAre(StartsWith("auxiliary"), "50", "25.00 ± 7.07", "20.00", "30.00"));
  EXPECT_THAT(report.rows[1], ElementsAre(StartsWith("main"), "50", "20.00", "20.00", "diverged"));
}

TEST(FidelityCorrelation, TrainsEachAuxiliaryModelWithEveryShare) {
  RankedRuns runs;
  report_of("fidelity-correlation", runs, {"study.width=8", "study.seeds=1"});
  EXPECT_EQ(runs.made.size(), 5U * 4);
  EXPECT_THAT(runs.made, Contains(StartsWith("untied-0 framework.name=ranked_weights ")));
  EXPECT_THAT(runs.made, Contains(HasSubstr("auxiliary.name=resnet101 resnet101.width=8")));
  EXPECT_EQ(runs.prepared.searches.front().kind, "untied");
}

// The points (1, 2), (2, 4) and (3, 3) have r = 1/2, whatever their units.
TEST(FidelityCorrelation, IsPearsonsOfTheTwoErrors) {
  RankedRuns runs;
  runs.errors = [](const std::string& name) -> RankedRuns::Errors {
    if (name == "scnn-0") return {.error = 0.2, .misordered = 0.1};
    if (name == "scnn-25") return {.error = 0.4, .misordered = 0.2};
    return {.error = 0.3, .misordered = 0.3};
  };
  const Report report =
      report_of("fidelity-correlation", runs,
                {"study.auxiliaries=scnn", "study.wrong=[0, 0.25, 0.5]", "study.seeds=1"});
  EXPECT_THAT(report.rows[1], ElementsAre("scnn", "25", "40.00", "20.00", ""));
  EXPECT_THAT(report.rows[3], ElementsAre("scnn", "all", "", "", "0.500"));
  EXPECT_THAT(report.picture, HasSubstr(">scnn, r = 0.500<"));
}

TEST(FidelityCorrelation, IsUndefinedIfNothingVaries) {
  RankedRuns runs;
  const Report report =
      report_of("fidelity-correlation", runs, {"study.auxiliaries=scnn, untied", "study.seeds=1"});
  EXPECT_THAT(report.rows[4].back(), "undefined");
  EXPECT_EQ(report.rows[9].front(), "untied");
}

}  // namespace
}  // namespace tetlo
