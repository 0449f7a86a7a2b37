// SPDX-License-Identifier: Apache-2.0
// Many searches by one command: planned, made here or elsewhere, ended in every way and continued.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class SweepSlow : public testing::Test {
 protected:
  /// A sweep of plain searches on the tiny images, of two epochs each.
  Arguments sweep(const std::string& to, const Arguments& more) const {
    Arguments all = data().command("sweep", to, {"--set", "framework.name=plain"});
    for (std::string& word : all) {
      if (word.starts_with("sweep.")) word.replace(0, 5, "search");
      if (word == "network.channels=4") word = "network.channels=8";
    }
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// The same with two methods, of which one has an option of its own, and two seeds.
  Arguments four(const std::string& to, const Arguments& more = {}) const {
    Arguments all = sweep(to, {"--set", "method.name=darts,pc_darts", "--set", "pc_darts.partial=2",
                               "--seeds", "1..2"});
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  /// A sweep of two searches that take long, made two at a time.
  Arguments two_long() const {
    Arguments all = sweep(out, {"--seeds", "1..2", "--local", "2"});
    std::replace(all.begin(), all.end(), std::string("search.epochs=2"),
                 std::string("search.epochs=500"));
    return all;
  }

  /// Images that all tests share, so that their options are the same.
  static const TinyData& data() {
    static const TinyData shared;
    return shared;
  }
  /// The folder of a sweep whose four lines were run by themselves.
  static const std::string& alone() {
    static const TemporaryFolder folder;
    static const std::string path = folder.path("S");
    return path;
  }
  void SetUp() override {
    if (exists(alone())) return;
    const Result planned = run_program(four(alone()));
    ASSERT_EQ(planned.exit_code, 0) << planned.errors;
    EXPECT_THAT(planned.output, HasSubstr("4 runs in "));
    EXPECT_FALSE(exists(alone() + "/darts-seed-1")) << "nothing is started";
    const std::string line = "xargs -d '\\n' -P 2 -I LINE sh -c LINE < '" + alone() +
                             "/commands.txt' > '" + alone() + "/said' 2>&1";
    ASSERT_EQ(std::system(line.c_str()), 0) << read_file(alone() + "/said");
  }
  void expect_same_as_alone() const {
    for (const char* run : {"darts-seed-1", "darts-seed-2", "pc_darts-seed-1", "pc_darts-seed-2"}) {
      for (const char* file : {"metrics.jsonl", "genotypes.jsonl", "genotype.txt", "config.toml"}) {
        const std::string path = std::string("/") + run + "/" + file;
        EXPECT_EQ(read_file(out + path), read_file(alone() + path)) << path;
      }
    }
  }
  json status() const {
    const Result result = run_program({"sweep", "--status", out, "--json"});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return json::parse(result.output);
  }
  bool has_checkpoint(const std::string& run) const {
    return exists(out + "/" + run + "/checkpoint.safetensors");
  }
  /// The process that makes a run; 0: there is none.
  pid_t process_of(const std::string& run) const {
    for (const auto& process : std::filesystem::directory_iterator("/proc")) {
      const std::string name = process.path().filename();
      if (name.find_first_not_of("0123456789") != std::string::npos) continue;
      std::ifstream file(process.path() / "cmdline");
      const std::string words{std::istreambuf_iterator<char>(file), {}};
      if (words.ends_with(out + "/" + run + '\0')) return std::stoi(name);
    }
    return 0;
  }

  TemporaryFolder folder;
  std::string out = folder.path("S");
};

TEST_F(SweepSlow, MadeHereGivesTheBitsOfItsLinesRunAlone) {
  const Result made = run_program(four(out, {"--local", "2"}));
  ASSERT_EQ(made.exit_code, 0) << made.errors;
  EXPECT_THAT(made.output, HasSubstr("4 of 4 runs are done\n"));
  EXPECT_THAT(made.errors, HasSubstr("darts-seed-1: done, 2/2 epochs\n"));
  expect_same_as_alone();
}

TEST_F(SweepSlow, ASectionAppliesOnlyToTheMemberThatHasIt) {
  EXPECT_THAT(read_file(alone() + "/pc_darts-seed-1/config.toml"), HasSubstr("partial = 2"));
  const auto lines = lines_of(alone() + "/commands.txt");
  ASSERT_EQ(lines.size(), 4);
  EXPECT_EQ(lines[0].find("pc_darts"), std::string::npos) << lines[0];
  const json list = json::parse(read_file(alone() + "/sweep.json"));
  EXPECT_EQ(list["runs"][3]["folder"], "pc_darts-seed-2");
  EXPECT_EQ(list["runs"][3]["combination"], json({{"method.name", "pc_darts"}, {"run.seed", "2"}}));
}

TEST_F(SweepSlow, KilledAnywhereTheSameLineGivesTheSameBits) {
  const Arguments line = four(out, {"--local", "2"});
  const TemporaryFolder scratch;
  const Program first(line, scratch);
  ASSERT_TRUE(wait_for([&] { return has_checkpoint("darts-seed-1"); }));
  const pid_t child = process_of("darts-seed-1");
  if (child != 0) kill(child, SIGKILL);  // otherwise it has just ended
  ASSERT_TRUE(wait_for([&] { return process_of("darts-seed-2") != 0; }));
  first.send(SIGKILL);
  const Result killed = first.wait();
  EXPECT_EQ(killed.exit_code, -SIGKILL);
  if (child != 0) {
    EXPECT_THAT(killed.errors,
                HasSubstr("darts-seed-1: failed, It was ended by signal 9 (Killed).\n"));
  }
  const Result again = run_program(line);
  EXPECT_EQ(again.exit_code, 0) << again.errors << again.output;
  expect_same_as_alone();
}

TEST_F(SweepSlow, CtrlCEndsAllAndTheyAreShownWhereverTheyRun) {
  const TemporaryFolder scratch;
  const Program running(two_long(), scratch);
  ASSERT_TRUE(wait_for([&] { return has_checkpoint("seed-1") && has_checkpoint("seed-2"); }));
  for (const json& run : status()) {
    EXPECT_EQ(run["state"], "running") << run;
    EXPECT_EQ(run["of"], 500) << run;
    EXPECT_GT(run["seconds_left"], 0) << run;
  }
  running.send(SIGINT);
  const Result ended = running.wait();
  EXPECT_EQ(ended.exit_code, 130);
  EXPECT_THAT(ended.errors, HasSubstr("tetlo: interrupted; the same line goes on\n"));
  EXPECT_THAT(ended.output, HasSubstr("0 of 2 runs are done, 2 stopped\n"));
  for (const char* run : {"seed-1", "seed-2"}) {
    EXPECT_EQ(process_of(run), 0) << run;
    EXPECT_THAT(read_file(out + "/" + run + "/summary.json"), HasSubstr("\"interrupted\""));
  }
  for (const json& run : status()) EXPECT_EQ(run["state"], "stopped") << run;
}

TEST_F(SweepSlow, ATimeLimitIsPassedOnAndExitsWith75) {
  Arguments line = two_long();
  line.insert(line.end(), {"--time-limit", "0.05"});
  const Result ended = run_program(line);
  EXPECT_EQ(ended.exit_code, 75) << ended.errors;
  EXPECT_THAT(ended.errors, HasSubstr("tetlo: time limit; the same line goes on\n"));
  EXPECT_EQ(process_of("seed-1"), 0);
}

TEST_F(SweepSlow, WhatIsImpossibleIsRefusedBeforeAnythingIsWritten) {
  const auto fault = [&](const Arguments& more) {
    const Result result = run_program(sweep(out, more));
    EXPECT_EQ(result.exit_code, 2) << result.errors;
    EXPECT_FALSE(exists(out));
    return result.errors;
  };
  EXPECT_THAT(fault({"--set", "method.name=darts,pc_dart", "--local", "1"}), HasSubstr("pc_dart"));
  EXPECT_THAT(fault({"--set", "method.name=darts,p_darts", "--set", "pc_darts.partial=2"}),
              HasSubstr("pc_darts.partial belongs to method.name = \"pc_darts\""));
  EXPECT_THAT(fault({"--set", "search.train_portion=0.5,0.999"}), HasSubstr("train_portion"));
  EXPECT_THAT(fault({"--seeds", "2..1"}), HasSubstr("wrong order"));
  const Result nothing = run_program({"sweep", "--out", out});
  EXPECT_THAT(nothing.errors, HasSubstr("has no runs yet; --config, --set and --seeds say which."));
}

TEST_F(SweepSlow, MoreSeedsJoinAndAnotherRunOfTheSameNameIsRefused) {
  ASSERT_EQ(run_program(sweep(out, {"--seeds", "2"})).exit_code, 0);
  const auto first = lines_of(out + "/commands.txt");
  ASSERT_EQ(run_program(sweep(out, {"--seeds", "1..2"})).exit_code, 0);
  const auto both = lines_of(out + "/commands.txt");
  ASSERT_EQ(both.size(), 2);
  EXPECT_EQ(both.front(), first.front()) << "the number of a line stays";
  EXPECT_THAT(both.back(), HasSubstr("--seed 1 "));
  EXPECT_THAT(read_file(out + "/array.sbatch"), HasSubstr("--array=1-2\n"));
  const Result other = run_program(sweep(out, {"--seeds", "2", "--set", "search.momentum=.8"}));
  EXPECT_EQ(other.exit_code, 2);
  EXPECT_THAT(other.errors,
              HasSubstr("The run seed-2 in " + out + " is one without search.momentum=.8;"));
  EXPECT_EQ(lines_of(out + "/commands.txt"), both);
}

TEST_F(SweepSlow, AFinishedOneIsGivenMoreEpochsByTheSameLineWithMore) {
  Arguments line = sweep(out, {"--seeds", "1", "--local", "1"});
  ASSERT_EQ(run_program(line).exit_code, 0);
  std::replace(line.begin(), line.end(), std::string("search.epochs=2"),
               std::string("search.epochs=3"));
  const Result longer = run_program(line);
  EXPECT_EQ(longer.exit_code, 0) << longer.errors;
  EXPECT_THAT(longer.errors, HasSubstr("seed-1: done, 3/3 epochs\n"));
  EXPECT_EQ(lines_of(out + "/commands.txt").size(), 1);
}

TEST_F(SweepSlow, ALineThatFailsElsewhereSaysWhy) {
  ASSERT_EQ(run_program(sweep(out, {"--seeds", "1"})).exit_code, 0);
  std::filesystem::create_directories(out + "/seed-1");
  write_file(out + "/seed-1/mine.txt", "");
  EXPECT_NE(std::system(("sh '" + out + "/commands.txt'").c_str()), 0);
  const json run = status()[0];
  EXPECT_EQ(run["state"], "failed");
  EXPECT_THAT(run["sentence"].get<std::string>(), HasSubstr("has no run to resume"));
}

TEST_F(SweepSlow, ATaskOfTheArrayPassesTheSignalOnAndAsksForAnotherStart) {
  Arguments planned = two_long();
  planned.resize(planned.size() - 2);  // without --local
  ASSERT_EQ(run_program(planned).exit_code, 0);
  ASSERT_EQ(std::system(("bash -n '" + out + "/array.sbatch'").c_str()), 0);
  const std::string slurm = folder.path("scontrol");
  write_file(slurm, "#!/bin/sh\necho \"$@\" > '" + folder.path("asked") + "'\n");
  std::filesystem::permissions(slurm, std::filesystem::perms::owner_all);
  const std::string script = "export PATH='" + folder.path() +
                             "':\"$PATH\" SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=2\n"
                             "bash '" +
                             out + "/array.sbatch' > '" + folder.path("said") +
                             "' 2>&1 & task=$!\n"
                             "while [ ! -e '" +
                             out +
                             "/seed-2/checkpoint.safetensors' ]; do sleep .05; done\n"
                             "kill -USR1 $task\n"
                             "wait $task\nexit $?\n";
  write_file(folder.path("start"), script);
  const int code = std::system(("bash '" + folder.path("start") + "'").c_str());
  EXPECT_EQ(WEXITSTATUS(code), 75);
  EXPECT_EQ(read_file(folder.path("asked")), "requeue 7_2\n");
}

}  // namespace
}  // namespace tetlo
