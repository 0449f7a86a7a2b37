// SPDX-License-Identifier: Apache-2.0
// Runs that nobody watches: one line is always the right one, and nothing outside ends them silently.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "program.h"

namespace tetlo {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class LeftAloneSlow : public testing::Test {
 protected:
  Arguments search(const Arguments& more = {}) const {
    Arguments all = {"--set", "framework.name=plain", "--set", "search.epochs=1"};
    all.insert(all.end(), more.begin(), more.end());
    return data.command("search", out, all);
  }
  json summary() const { return json::parse(read_file(out + "/summary.json")); }
  /// Runs a command line of the shell in which the program stands for $0.
  int shell(const Arguments& arguments, const std::string& rest) const {
    std::string line = TETLO_PROGRAM;
    for (const std::string& argument : arguments) line += " '" + argument + "'";
    return std::system((line + " " + rest).c_str());
  }

  TinyData data;
  TemporaryFolder folder;
  std::string out = folder.path("run");
};

TEST_F(LeftAloneSlow, OneLineBeginsGoesOnAndReportsWhatIsFinished) {
  const Arguments line = search({"--resume", "--json"});
  const Result first = run_program(line);
  ASSERT_EQ(first.exit_code, 0) << first.errors;
  EXPECT_EQ(json::parse(first.output)["machine"]["threads"], 1);
  const auto written = std::filesystem::last_write_time(out + "/checkpoint.safetensors");
  const Result again = run_program(line);
  EXPECT_EQ(again.exit_code, 0) << again.errors;
  EXPECT_EQ(json::parse(again.output), json::parse(first.output));
  EXPECT_EQ(std::filesystem::last_write_time(out + "/checkpoint.safetensors"), written);
}

TEST_F(LeftAloneSlow, AFinishedRunCanBeGivenMoreEpochs) {
  ASSERT_EQ(run_program(search()).exit_code, 0);
  const Arguments more = search({"--resume", "--set", "search.epochs=2"});
  const Result longer = run_program(more);
  ASSERT_EQ(longer.exit_code, 0) << longer.errors;
  EXPECT_EQ(summary()["epochs"], 2);
  EXPECT_EQ(summary()["extended_from"], json({1}));
  EXPECT_EQ(lines_of(out + "/metrics.jsonl").size(), 2);
  EXPECT_THAT(read_file(out + "/config.toml"), HasSubstr("epochs = 2"));
  const Result fewer = run_program(search({"--resume"}));
  EXPECT_EQ(fewer.exit_code, 2);
  EXPECT_THAT(fewer.errors, HasSubstr("was started with [search] epochs = 2, not epochs = 1"));
}

TEST_F(LeftAloneSlow, ARunOfPhasesCannotBeGivenMoreEpochs) {
  const Arguments phases = {"--set", "method.name=p_darts", "--set", "p_darts.added_cells=0"};
  ASSERT_EQ(run_program(search(phases)).exit_code, 0);
  Arguments more = phases;
  more.insert(more.end(), {"--resume", "--set", "search.epochs=2"});
  const Result longer = run_program(search(more));
  EXPECT_EQ(longer.exit_code, 2);
  EXPECT_THAT(longer.errors, HasSubstr("cannot be given more: the phases of p_darts share them."));
  EXPECT_EQ(summary()["stop_reason"], "finished");
}

TEST_F(LeftAloneSlow, AReaderThatGoesAwayDoesNotEndARun) {
  shell(search(), "2>&1 | head -n 1 > /dev/null");
  EXPECT_EQ(summary()["stop_reason"], "finished");
  EXPECT_THAT(read_file(out + "/log.txt"), HasSubstr("epoch 1/1"));
}

TEST_F(LeftAloneSlow, ClosedDescriptorsAreNoFilesOfTheRun) {
  EXPECT_EQ(shell(search(), "<&- >&- 2>&-"), 0);
  EXPECT_EQ(summary()["stop_reason"], "finished");
  const auto lines = lines_of(out + "/metrics.jsonl");
  ASSERT_EQ(lines.size(), 1);
  EXPECT_TRUE(json::accept(lines.front())) << lines.front();
}

TEST_F(LeftAloneSlow, EventsForTensorBoardAreWrittenOnRequest) {
  const auto has_events = [&] {
    const std::filesystem::directory_iterator files(out);
    return std::any_of(begin(files), end(files), [](const auto& file) {
      return file.path().filename().string().starts_with("events.out.tfevents.");
    });
  };
  ASSERT_EQ(run_program(search()).exit_code, 0);
  EXPECT_FALSE(has_events());
  std::filesystem::remove_all(out);
  ASSERT_EQ(run_program(search({"--set", "record.tensorboard=true"})).exit_code, 0);
  EXPECT_TRUE(has_events());
}

TEST_F(LeftAloneSlow, ASecondProcessInTheFolderIsRefused) {
  const TemporaryFolder scratch;
  const Program first(search({"--set", "search.epochs=50"}), scratch);
  ASSERT_TRUE(wait_for([&] { return exists(out + "/config.toml"); }));
  const Result second = run_program(search({"--resume", "--set", "search.epochs=50"}));
  EXPECT_EQ(second.exit_code, 2);
  EXPECT_THAT(second.errors, HasSubstr("run is in use by a run that is still active."));
  first.send(SIGHUP);
  EXPECT_EQ(first.wait().exit_code, 130);
}

TEST_F(LeftAloneSlow, ADivergenceNamesTheTensorAndTheRate) {
  const auto diverged = [&](const std::string& assignment) {
    std::filesystem::remove_all(out);
    const Result result = run_program(search({"--set", assignment}));
    EXPECT_EQ(result.exit_code, 1) << result.errors;
    return result.errors;
  };
  EXPECT_THAT(diverged("search.learning_rate=1e6"),
              AllOf(HasSubstr("tetlo: main."),
                    HasSubstr(" is no longer finite; lower search.learning_rate.")));
  EXPECT_THAT(diverged("hypergradient.radius=1e-300"),
              HasSubstr("alpha is no longer finite; lower search.alpha_learning_rate."));
}

}  // namespace
}  // namespace tetlo
