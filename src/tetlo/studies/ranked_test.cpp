// SPDX-License-Identifier: Apache-2.0
// The studies transfer-fidelity and fidelity-correlation.
#include "tetlo/studies/ranked.h"

#include <gmock/gmock.h>

#include <cmath>

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

/// The words of the claims of a report with their verdicts.
std::vector<std::string> verdicts(const Report& report) {
  std::vector<std::string> all;
  for (const StudyClaim& claim : report.claims) {
    all.push_back(claim.words + ": " + to_string(verdict_on(claim)));
  }
  return all;
}

// With 75 % wrong the auxiliary model errs by 2, 4 and 3 points more than with 0 %, the main model by
// 0, 0.01 and −0.01 points: 3 ± 4.302653/√3 and 0 ± 0.01 · 4.302653/√3.
RankedRuns::Errors rising(const std::string& name) {
  const bool wrong = name.find("-75") != std::string::npos;
  const int seed = name.back() - '1';
  if (name.starts_with("main")) return {.error = 0.3 + (wrong ? 1e-4 * (seed % 3 - 1) : 0)};
  const double more[] = {0.02, 0.04, 0.03, 0.03};
  return {.error = 0.18 + (wrong ? more[seed] : 0)};
}

const std::vector<std::string> kThreeShares = {"study.seeds=3", "study.wrong=[0.5, 0.75, 0]"};

TEST(TransferFidelity, ClaimsThatTheLargestShareErrsMoreThanTheSmallest) {
  RankedRuns runs;
  runs.errors = rising;
  const Report report = report_of("transfer-fidelity", runs, kThreeShares);
  EXPECT_THAT(
      verdicts(report),
      ElementsAre("auxiliary model, eq. 22: error at 75 % wrong higher than at 0 %: holds",
                  "main model, eq. 23: error at 75 % wrong higher than at 0 %: does not hold"));
  const StudyClaim& claim = report.claims.front();
  EXPECT_EQ(claim.n, 3);
  EXPECT_NEAR(claim.difference.value(), 3, 1e-9);
  EXPECT_NEAR(claim.interval.value().low, 3 - 4.302652730 / std::sqrt(3), 1e-6);
  EXPECT_DOUBLE_EQ(claim.smallest_effect, 0.2);
}

TEST(TransferFidelity, ResolvesNoClaimOfWhichARunDiverged) {
  RankedRuns runs;
  runs.errors = rising;
  runs.diverged = "auxiliary-75/seed-4";
  const Report report =
      report_of("transfer-fidelity", runs, {"study.seeds=4", "study.wrong=[0, 0.75]"});
  const StudyClaim& claim = report.claims.front();
  EXPECT_EQ(claim.n, 3);
  EXPECT_EQ(claim.without_value, 1);
  EXPECT_GT(claim.interval.value().low, 0);
  EXPECT_EQ(verdict_on(claim), Verdict::kNotResolvable);
}

TEST(TransferFidelity, ClaimsNothingOfASingleShare) {
  RankedRuns runs;
  EXPECT_TRUE(report_of("transfer-fidelity", runs, {"study.wrong=[0.5]"}).claims.empty());
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

/// Misordered 1, 2, 3, 4 and 5, and errors whose r with these is .8, .9 or 1, as the seed is 1, 2 or
/// 3; of resnet18 the reverse.
RankedRuns::Errors five_points(const std::string& name) {
  const double errors[3][5] = {{2, 1, 3, 5, 4}, {1, 2, 3, 5, 4}, {1, 2, 3, 4, 5}};
  const size_t slash = name.find("/seed-");
  const std::string search = name.substr(0, slash);
  const int seed = slash == std::string::npos ? 0 : name.back() - '1';
  const int point = search.back() - '1';
  const bool falls = name.starts_with("resnet18");
  return {.error = errors[seed][falls ? 4 - point : point] / 100,
          .misordered = (point + 1) / 100.0};
}

// Each mean ± 4.302652730 s/√3, where s is .1 of each model and .2 of their difference.
TEST(FidelityCorrelation, ClaimsACorrelationAndALargerOneOfResNet50) {
  RankedRuns runs;
  runs.errors = five_points;
  const Report report = report_of("fidelity-correlation", runs,
                                  {"study.auxiliaries=resnet18, resnet50", "study.seeds=3",
                                   "study.wrong=[0.01, 0.02, 0.03, 0.04, 0.05]"});
  EXPECT_THAT(verdicts(report), ElementsAre("r of resnet18 higher than 0: does not hold",
                                            "r of resnet50 higher than 0: holds",
                                            "r of resnet50 higher than of resnet18: holds"));
  const StudyClaim &of_one = report.claims[1], &of_both = report.claims[2];
  EXPECT_EQ(of_one.n, 3);
  EXPECT_NEAR(of_one.difference.value(), 0.9, 1e-9);
  EXPECT_NEAR(of_one.interval.value().low, 0.9 - 0.430265273 / std::sqrt(3), 1e-6);
  EXPECT_NEAR(of_both.difference.value(), 1.8, 1e-9);
  EXPECT_NEAR(of_both.interval.value().high, 1.8 + 0.860530546 / std::sqrt(3), 1e-6);
}

TEST(FidelityCorrelation, ResolvesNothingByTwoShares) {
  RankedRuns runs;
  runs.errors = five_points;
  const Report report =
      report_of("fidelity-correlation", runs,
                {"study.auxiliaries=resnet50", "study.seeds=3", "study.wrong=[0.01, 0.03]"});
  EXPECT_EQ(report.claims.front().without_value, 3);
}

TEST(FidelityCorrelation, ClaimsNoEffectThatIsUndefined) {
  RankedRuns runs;
  const Report report =
      report_of("fidelity-correlation", runs, {"study.auxiliaries=scnn", "study.seeds=1"});
  ASSERT_EQ(report.claims.size(), 1U);
  EXPECT_FALSE(report.claims[0].difference.has_value());
  EXPECT_EQ(verdict_on(report.claims[0]), Verdict::kNotResolvable);
}

}  // namespace
}  // namespace tetlo
