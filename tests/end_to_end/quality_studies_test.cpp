// SPDX-License-Identifier: Apache-2.0
// The studies of neighbours, of hypergradients and of pruned spaces, on tiny images.
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(StudyOfQualitySlow, NeighboursOfGivenRunsAreDrawnSideBySide) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string searched = folder.path("searched"), trained = folder.path("trained");
  ASSERT_EQ(run_program(data.command("search", searched)).exit_code, 0);
  ASSERT_EQ(run_program(data.command("evaluate", trained)).exit_code, 0);
  const std::string out = folder.path("study");
  const Result result =
      run_program({"study", "neighbours", "--out", out, "--set", "study.k=2", "--set",
                   "study.shown=3", "--set", "study.runs=" + searched + "," + trained});
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_TRUE(exists(out + "/neighbours.png"));
  const auto lines = lines_of(out + "/table.csv");
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_THAT(lines[1], StartsWith(searched + ",2,6,6,"));
  EXPECT_THAT(lines[2], StartsWith(trained + ",2,6,6,"));
}

TEST(StudyOfQualitySlow, NeighboursAreSearchedForWithoutRuns) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result result = run_program(
      data.study("neighbours", out, {"study.shown=2", "framework.name=plain", "tetlo.gamma=0.5"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(read_file(out + "/tetlo/config.toml"), HasSubstr("gamma = 0.5"));
  EXPECT_THAT(read_file(out + "/plain/config.toml"), HasSubstr("name = \"plain\""));
  EXPECT_THAT(lines_of(out + "/table.csv")[2], StartsWith("tetlo,4,6,6,"));
}

TEST(StudyOfQualitySlow, NeighboursOfTwoSeedsAreComparedByPairs) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result result =
      run_program(data.study("neighbours", out, {"study.shown=2", "study.seeds=2"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const auto lines = lines_of(out + "/table.csv");
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_THAT(lines[4], StartsWith("tetlo/seed-2,4,6,6,"));
  const auto claim = nlohmann::json::parse(read_file(out + "/summary.json"))["claims"][0];
  EXPECT_EQ(claim["n"], 2);
  const auto precision = [&](size_t line) {
    return std::stod(lines[line].substr(lines[line].rfind(',') + 1));
  };
  EXPECT_NEAR(claim["difference"], (precision(2) - precision(1) + precision(4) - precision(3)) / 2,
              0.011);
  EXPECT_THAT(result.output, HasSubstr("precision with TETLO higher than without"));

  const Result given =
      run_program({"study", "neighbours", "--out", folder.path("other"), "--set", "study.seeds=2",
                   "--set", "study.runs=" + out + "/plain/seed-1"});
  EXPECT_EQ(given.exit_code, 2);
  EXPECT_THAT(given.errors, HasSubstr("study.seeds is 2, but the models are those of given"));
}

TEST(StudyOfQualitySlow, RefusesWhatNoneOfItsRunsUses) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result idle =
      run_program(data.study("neighbours", out, {"study.shown=2", "mtl.gamma=0.5"}));
  EXPECT_EQ(idle.exit_code, 2);
  EXPECT_THAT(idle.errors, HasSubstr("--set mtl.gamma=0.5: mtl.gamma belongs to "));
  Arguments trained = data.study("neighbours", out, {});
  trained.insert(trained.end(), {"--set-training", "evaluate.epochs=1"});
  EXPECT_THAT(run_program(trained).errors, HasSubstr("study neighbours trains nothing"));
  EXPECT_FALSE(exists(out));
}

TEST(StudyOfQualitySlow, HypergradientsAreComparedAtCheckpoints) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result result = run_program(data.study(
      "hypergradient", out,
      {"study.radii=[0.1]", "study.checkpoints=2", "search.arch_every=2", "space.name=s3"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  // After 0 epochs and after 1: three hypergradients in two precisions.
  const auto lines = lines_of(out + "/table.csv");
  ASSERT_EQ(lines.size(), 13U);
  EXPECT_THAT(lines[6], StartsWith("0,float64,exact,1.000,0,"));
  EXPECT_THAT(lines[8], StartsWith("1,float32,finite_difference 0.1,"));
  for (const char* file : {"picture.svg", "relative_error.svg", "judge.svg"}) {
    EXPECT_THAT(read_file(out + "/" + file), HasSubstr("</svg>")) << file;
  }
}

TEST(StudyOfQualitySlow, ASpaceIsPrunedRoundByRound) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result result = run_program(data.study(
      "prune-space", out, {"study.rounds=2", "search.epochs=1", "framework.name=plain"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(read_file(out + "/round-2/config.toml"), HasSubstr("name = \"file\""));
  const auto lines = lines_of(out + "/table.csv");
  ASSERT_EQ(lines.size(), 29U);  // 14 edges of each cell
  for (size_t i = 1; i < lines.size(); ++i) {
    EXPECT_EQ(std::count(lines[i].begin(), lines[i].end(), ' '), 2 + 5) << lines[i];
  }
  const Result again = run_program({"space", out + "/space-2.toml"});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
}

}  // namespace
}  // namespace tetlo
