// SPDX-License-Identifier: Apache-2.0
// Runs that are stopped in different ways and then resumed.
#include <map>

#include "program.h"

namespace tetlo {
namespace {

class ResumeSlow : public testing::TestWithParam<const char*> {
 protected:
  /// The images, and an uninterrupted run of each command, which all tests share.
  struct LeftAlone {
    TinyData data;
    TemporaryFolder folder;
    std::map<std::string, std::string> runs;
  };
  static LeftAlone& left_alone() {
    static LeftAlone alone;
    return alone;
  }

  void SetUp() override {
    std::string& run = left_alone().runs[GetParam()];
    if (!run.empty()) return;
    run = left_alone().folder.path(GetParam());
    const Result whole = run_program(data.command(GetParam(), run));
    ASSERT_EQ(whole.exit_code, 0) << whole.errors;
  }

  /// Starts a run, sends the signal in the middle of the second epoch, and returns the result.
  Result stop(int signal) {
    const TemporaryFolder scratch;
    const Program program(data.command(GetParam(), folder.path("stopped")), scratch);
    EXPECT_TRUE(wait_for([&] { return exists(folder.path("stopped/checkpoint.safetensors")); }));
    program.send(signal);
    return program.wait();
  }
  void resume_and_compare() {
    const Result resumed = run_program({GetParam(), "--resume", "--out", folder.path("stopped")});
    ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
    for (const char* file : {"metrics.jsonl", "genotypes.jsonl", "genotype.txt", "config.toml"}) {
      EXPECT_EQ(content("stopped", file), content("whole", file)) << file;
    }
  }
  std::string content(const std::string& run, const std::string& file) const {
    return read_file((run == "whole" ? whole() : folder.path(run)) + "/" + file);
  }
  std::string whole() const { return left_alone().runs.at(GetParam()); }

  const TinyData& data = left_alone().data;
  TemporaryFolder folder;
};

TEST_P(ResumeSlow, AKilledRunGivesTheSameFilesAsOneLeftAlone) {
  EXPECT_EQ(stop(SIGKILL).exit_code, -SIGKILL);
  EXPECT_LT(content("stopped", "metrics.jsonl").size(), content("whole", "metrics.jsonl").size());
  resume_and_compare();
}

TEST_P(ResumeSlow, AnInterruptedRunSaysSoKeepsItsPlaceAndGivesTheSameFiles) {
  const Result stopped = stop(SIGTERM);
  EXPECT_EQ(stopped.exit_code, 130);
  EXPECT_THAT(stopped.errors, testing::HasSubstr("interrupted; continue with --resume --out "));
  EXPECT_THAT(content("stopped", "summary.json"), testing::HasSubstr("\"interrupted\""));
  resume_and_compare();
}

TEST_P(ResumeSlow, ARunAtItsTimeLimitSaysSoAndGivesTheSameFiles) {
  const Result stopped =
      run_program(data.command(GetParam(), folder.path("stopped"), {"--time-limit", "0.001"}));
  EXPECT_EQ(stopped.exit_code, 75);
  EXPECT_THAT(stopped.errors, testing::HasSubstr("time limit; continue with --resume --out "));
  resume_and_compare();
}

TEST_P(ResumeSlow, LinesWrittenAfterTheLastCheckpointAreCutOff) {
  stop(SIGKILL);
  std::ofstream(folder.path("stopped/metrics.jsonl"), std::ios::app) << "{\"epoch\":1,\"lo";
  resume_and_compare();
}

TEST_P(ResumeSlow, ARunKilledBeforeItsFirstCheckpointStartsAgain) {
  std::filesystem::create_directories(folder.path("stopped"));
  std::filesystem::copy(whole() + "/config.toml", folder.path("stopped"));
  resume_and_compare();
}

TEST_P(ResumeSlow, ADamagedLastCheckpointIsNamedAndTheOneBeforeItUsed) {
  std::filesystem::copy(whole(), folder.path("stopped"));
  const std::string last = folder.path("stopped/checkpoint.safetensors");
  std::string damaged = read_file(last);
  damaged[damaged.size() / 2] ^= 1;
  write_file(last, damaged);
  const Result resumed = run_program({GetParam(), "--resume", "--out", folder.path("stopped")});
  EXPECT_THAT(resumed.errors, AllOf(testing::HasSubstr(last + " is truncated or damaged"),
                                    testing::HasSubstr("resumed after 1 epochs")));
  resume_and_compare();
}

TEST_P(ResumeSlow, AnotherConfigurationOrADamagedCheckpointIsRefused) {
  stop(SIGKILL);
  const auto more = Arguments{"--resume", "--seed", "7"};
  const Result other = run_program(data.command(GetParam(), folder.path("stopped"), more));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.errors, testing::HasSubstr("was started with [run] seed = 1, not seed = 7"));

  std::filesystem::remove(folder.path("stopped/checkpoint-before.safetensors"));
  std::filesystem::resize_file(folder.path("stopped/checkpoint.safetensors"), 1000);
  const Result cut = run_program({GetParam(), "--resume", "--out", folder.path("stopped")});
  EXPECT_EQ(cut.exit_code, 2);
  EXPECT_THAT(cut.errors, testing::HasSubstr("checkpoint.safetensors is truncated"));
  EXPECT_EQ(std::filesystem::file_size(folder.path("stopped/checkpoint.safetensors")), 1000);
}

INSTANTIATE_TEST_SUITE_P(EndToEnd, ResumeSlow, testing::Values("search", "evaluate"),
                         [](const auto& instance) { return std::string(instance.param); });

/// Searches with more state than weights and α.
class ResumeSearchSlow : public testing::TestWithParam<std::pair<const char*, Arguments>> {};

TEST_P(ResumeSearchSlow, OneStoppedHalfWayGivesTheSameFilesAsOneLeftAlone) {
  const TinyData data;
  const TemporaryFolder folder, scratch;
  const auto search = [&](const std::string& run) {
    Arguments more = {"--set", "search.epochs=2", "--set", "framework.name=plain"};
    more.insert(more.end(), GetParam().second.begin(), GetParam().second.end());
    return data.command("search", folder.path(run), more);
  };
  ASSERT_EQ(run_program(search("whole")).exit_code, 0);
  const Program program(search("stopped"), scratch);
  const auto epochs = [&] {
    const std::string file = folder.path("stopped/metrics.jsonl");
    if (!exists(file)) return int64_t{0};
    const std::string text = read_file(file);
    return static_cast<int64_t>(std::count(text.begin(), text.end(), '\n'));
  };
  EXPECT_TRUE(wait_for([&] { return epochs() >= 3; }));
  program.send(SIGTERM);
  EXPECT_EQ(program.wait().exit_code, 130);
  const Result resumed = run_program({"search", "--resume", "--out", folder.path("stopped")});
  ASSERT_EQ(resumed.exit_code, 0) << resumed.errors;
  for (const char* file : {"metrics.jsonl", "genotypes.jsonl", "genotype.txt"}) {
    EXPECT_EQ(read_file(folder.path("stopped") + "/" + file),
              read_file(folder.path("whole") + "/" + file))
        << file;
  }
}

Arguments with_six_epochs(const std::string& assignment) {
  return {"--set", "search.epochs=6", "--set", assignment};
}

INSTANTIATE_TEST_SUITE_P(
    EndToEnd, ResumeSearchSlow,
    testing::Values(
        std::pair("phases",
                  Arguments{"--set", "method.name=p_darts", "--set", "p_darts.added_cells=1"}),
        std::pair("decisions",
                  Arguments{"--set", "space.name=s2", "--set", "selection.name=perturbation",
                            "--set", "perturbation.decide_every=1"}),
        std::pair("curvature", Arguments{"--set", "space.name=s2", "--set",
                                         "selection.name=curvature", "--set", "search.epochs=6"}),
        std::pair("mtl", with_six_epochs("framework.name=mtl")),
        std::pair("es", with_six_epochs("framework.name=es")),
        std::pair("no_aux", with_six_epochs("framework.name=no_aux")),
        std::pair("att", Arguments{"--set", "framework.name=att", "--set", "att.epochs=5"}),
        std::pair("tetlo", with_six_epochs("framework.name=tetlo")),
        std::pair("separate", Arguments{"--set", "framework.name=tetlo", "--set", "search.epochs=6",
                                        "--set", "auxiliary.architecture=separate"}),
        std::pair("random", Arguments{"--set", "method.name=random", "--set",
                                      "selection.name=best_by_weights", "--set",
                                      "best_by_weights.cells=4", "--set", "search.epochs=6"}),
        std::pair("gates", Arguments{"--set", "space.name=s3", "--set", "method.name=pr_darts",
                                     "--set", "search.epochs=6"})),
    [](const auto& instance) { return std::string(instance.param.first); });

}  // namespace
}  // namespace tetlo
