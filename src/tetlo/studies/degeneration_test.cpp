// SPDX-License-Identifier: Apache-2.0
// The study degeneration.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tetlo/data/test_data.h"
#include "tetlo/studies/test_runs.h"

namespace tetlo {
namespace {

/// Searches whose cells stay what they are, so that they do not degenerate; those of darts2nd
/// diverge, and count as degenerate.
class SteadyRuns : public FakeRuns {
 public:
  const std::string& folder() const override { return path_; }

  RunSummary search(const SearchRun& run) override {
    if (run.kind == "darts2nd") return {{"stop_reason", "diverged"}};
    std::filesystem::create_directories(path_ + "/" + run.name);
    std::ofstream metrics(path_ + "/" + run.name + "/metrics.jsonl");
    for (int epoch = 0; epoch < 10; ++epoch) metrics << "{\"genotype\": \"some\"}\n";
    return FakeRuns::search(run);
  }

 private:
  TemporaryFolder folder_;
  std::string path_ = folder_.path();
};

// In each space 0 of 10 against 10 of 10, and against 0 of 10, whose interval reaches Wilson's
// .2775 of 0 of 10. Half of the published differences of .6, .4 and .7 is .3, .2 and .35.
TEST(Degeneration, ClaimsHalfOfThePublishedDifferenceInEachSpace) {
  SteadyRuns runs;
  const Report report = report_of("degeneration", runs, {"study.seeds=10"});
  std::vector<std::string> claims;
  for (const StudyClaim& claim : report.claims) {
    claims.push_back(fmt::format("{}: {:.2f} of {}, {}, m = {:g}, {}", claim.words,
                                 claim.difference.value(), claim.n, claim.n_of_other.value(),
                                 claim.smallest_effect, to_string(verdict_on(claim))));
  }
  EXPECT_THAT(
      claims,
      testing::ElementsAre(
          "space 1: tetlo-darts2nd lower than darts2nd: -1.00 of 10, 10, m = 0.3, holds",
          "space 1: tetlo-darts2nd lower than darts2nd, TETLO's schedule: 0.00 of 10, 10, m = 0.3, "
          "does not hold",
          "space 2: tetlo-darts2nd lower than darts2nd: -1.00 of 10, 10, m = 0.2, holds",
          "space 2: tetlo-darts2nd lower than darts2nd, TETLO's schedule: 0.00 of 10, 10, m = 0.2, "
          "not resolvable at this size",
          "space 3: tetlo-darts2nd lower than darts2nd: -1.00 of 10, 10, m = 0.35, holds",
          "space 3: tetlo-darts2nd lower than darts2nd, TETLO's schedule: 0.00 of 10, 10, m = "
          "0.35, does not hold"));
}

// None of three against all of three has Fisher's p = .1.
TEST(Degeneration, ResolvesNothingByThreeSearchesOfEach) {
  SteadyRuns runs;
  const Report report = report_of("degeneration", runs, {"study.seeds=3"});
  EXPECT_EQ(report.claims[0].difference, -1);
  for (const StudyClaim& claim : report.claims) {
    EXPECT_EQ(verdict_on(claim), Verdict::kNotResolvable) << claim.words;
  }
}

TEST(Degeneration, ShowsPublishedCountsOfWhatIsPublished) {
  SteadyRuns runs;
  const Report report = report_of("degeneration", runs, {"study.seeds=1"});
  EXPECT_EQ(report.rows[0][2], "1 of 1");
  EXPECT_EQ(report.rows[0][3], "8 of 10");
  EXPECT_EQ(report.rows[1][3], "");
  EXPECT_EQ(report.rows[8][3], "2 of 10");
}

}  // namespace
}  // namespace tetlo
