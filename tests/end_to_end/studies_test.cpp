// SPDX-License-Identifier: Apache-2.0
// Studies as a user makes them, on tiny images.
#include <cmath>
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// A study with tiny searches and trainings, once.
Arguments study(const std::string& name, const TinyData& data, const std::string& out,
                const Arguments& more = {}) {
  Arguments arguments = data.study(name, out, {"study.seeds=1"});
  for (const char* option : {"network.channels=4", "network.cells=3", "evaluate.batch_size=4",
                             "evaluate.epochs=1", "evaluate.auxiliary_weight=0"}) {
    arguments.insert(arguments.end(), {"--set-training", option});
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Studies, AreListed) {
  const Result result = run_program({"study"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("transfer-between"));
}

TEST(StudiesSlow, AreRefusedWithASentence) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result unknown = run_program({"study", "everything"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.errors, HasSubstr("There is no study \"everything\"; there are "));
  // Every run is checked before anything is written.
  const Result wrong =
      run_program(study("transfers", data, out, {"--set-training", "evaluate.batch_size=99"}));
  EXPECT_EQ(wrong.exit_code, 2) << wrong.errors;
  EXPECT_FALSE(exists(out));
}

TEST(StudiesSlow, AStoppedStudyGoesOnAndRepeatsNothing) {
  const TinyData data, other;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const auto name = [](const TinyData& set) {
    return std::filesystem::path(set.path()).parent_path().filename().string();
  };
  const std::string first = out + "/" + name(data), second = out + "/" + name(other);
  {
    const TemporaryFolder scratch;
    const Program program(study("transfer-between", data, out,
                                {"--set", "study.first=idx", "--set", "study.second=idx", "--set",
                                 "study.first_folder=" + data.path(), "--set",
                                 "study.second_folder=" + other.path()}),
                          scratch);
    ASSERT_TRUE(wait_for([&] { return exists(second + "/metrics.jsonl"); }));
    program.send(SIGTERM);
    const Result stopped = program.wait();
    EXPECT_EQ(stopped.exit_code, 130) << stopped.errors;
    EXPECT_THAT(stopped.errors,
                HasSubstr("transfer-between of 2 searches and 4 trainings will take about "));
    EXPECT_THAT(stopped.errors,
                HasSubstr("continue with tetlo study transfer-between --resume --out " + out));
  }
  const std::string log = read_file(first + "/log.txt");
  EXPECT_TRUE(exists(first + "/on-" + name(other) + "/summary.json"));
  EXPECT_FALSE(exists(out + "/table.csv"));

  const Arguments again = {"study", "transfer-between", "--resume", "--out", out};
  const Result resumed = run_program(again);
  EXPECT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(read_file(first + "/log.txt"), log);
  const auto lines = lines_of(out + "/table.csv");
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_THAT(lines[2], StartsWith(name(data) + "," + name(other) + ","));
  EXPECT_THAT(resumed.output, HasSubstr(read_file(out + "/table.txt")));
  EXPECT_THAT(read_file(out + "/picture.svg"), HasSubstr("</svg>"));
  const auto trained =
      nlohmann::json::parse(read_file(first + "/on-" + name(other) + "/summary.json"));
  EXPECT_THAT(lines[2],
              HasSubstr(fmt::format(",{:.2f},", 100 * trained["test_error"].get<double>())));

  const Result finished = run_program(again);
  EXPECT_EQ(finished.output, resumed.output);
  EXPECT_THAT(finished.errors, Not(HasSubstr("epoch")));
}

// A tenth of 32 images is 3, so that the error is a multiple of a third.
TEST(StudiesSlow, TheTradeoffIsJudgedOnImagesHeldOut) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result result =
      run_program(study("tradeoff", data, out, {"--set", "study.values=[0.1, 0.5]"}));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  const std::string run = out + "/gamma-0.5-lambda-0.1";
  for (const std::string& config : {run + "/config.toml", run + "/trained/config.toml"}) {
    EXPECT_THAT(read_file(config), HasSubstr("held_out = 0.1\n"));
    EXPECT_THAT(read_file(config), HasSubstr("split_seed = 1\n"));
  }
  const auto summary = nlohmann::json::parse(read_file(run + "/trained/summary.json"));
  const double thirds = 3 * summary["test_error"].get<double>();
  EXPECT_NEAR(thirds, std::round(thirds), 1e-5);
  EXPECT_EQ(lines_of(out + "/table.csv").size(), 5U);
}

TEST(StudiesSlow, EveryTransferIsSearchedWith) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Result result = run_program(study("transfers", data, out));
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(read_file(out + "/quadruple/config.toml"),
              HasSubstr("[transfer]\nname = \"quadruple\"\n"));
  EXPECT_THAT(lines_of(out + "/table.csv")[1], StartsWith("quadruple,"));
}

/// Two problems of a study with a given order of pairs, as small as possible.
Arguments ranked(const std::string& name, const TinyData& data, const std::string& out) {
  return data.study(
      name, out,
      {"study.seeds=1", "study.quadruples=20", "study.drawn=3", "study.wrong=[0, 0.75]"});
}

TEST(StudiesSlow, TheFidelityOfTransferIsMeasuredAndGoesOn) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  const Arguments again = {"study", "transfer-fidelity", "--resume", "--out", out};
  {
    const TemporaryFolder scratch;
    const Program program(ranked("transfer-fidelity", data, out), scratch);
    // One of two epochs of the second search is then over.
    ASSERT_TRUE(wait_for([&] { return exists(out + "/auxiliary-75/metrics.jsonl"); }));
    program.send(SIGTERM);
    EXPECT_EQ(program.wait().exit_code, 130);
  }
  const std::string log = read_file(out + "/auxiliary-0/log.txt");
  const Result resumed = run_program(again);
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  EXPECT_EQ(read_file(out + "/auxiliary-0/log.txt"), log);
  EXPECT_EQ(lines_of(out + "/table.csv").size(), 5U);
  EXPECT_THAT(resumed.output, HasSubstr(" not resolvable at this size\n"));
  EXPECT_EQ(nlohmann::json::parse(read_file(out + "/summary.json"))["claims"].size(), 2);
  const auto summary = nlohmann::json::parse(read_file(out + "/main-75/summary.json"));
  const double error = 100 * (1 - summary["figures"]["main"]["valid_accuracy"].get<double>());
  EXPECT_THAT(lines_of(out + "/table.csv")[4], HasSubstr(fmt::format(",75,{:.2f},", error)));
  EXPECT_THAT(read_file(out + "/picture.svg"), HasSubstr(">main model, eq. 23<"));
}

TEST(StudiesSlow, TheErrorsOfAuxiliaryModelsAreCorrelated) {
  const TinyData data;
  const TemporaryFolder folder;
  const std::string out = folder.path("study");
  Arguments arguments = ranked("fidelity-correlation", data, out);
  arguments.insert(arguments.end(),
                   {"--set", "study.auxiliaries=untied, resnet18", "--set", "study.width=4"});
  const Result result = run_program(arguments);
  ASSERT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_EQ(lines_of(out + "/table.csv").size(), 7U);
  EXPECT_THAT(read_file(out + "/resnet18-75/config.toml"), HasSubstr("width = 4\n"));
  const std::string table = read_file(out + "/table.txt");
  const Result again = run_program({"study", "fidelity-correlation", "--resume", "--out", out});
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_EQ(read_file(out + "/table.txt"), table);
}

}  // namespace
}  // namespace tetlo
