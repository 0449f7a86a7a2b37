// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

/// A sweep of one run, which has begun its first epoch and is still being made.
struct SweepStatus : testing::Test {
  SweepStatus() {
    std::filesystem::create_directories(run);
    std::filesystem::create_directories(folder.path("logs"));
    write_file(run + "/config.toml", "");
    write_file(run + "/progress.json", R"({"epochs": 0, "of": 50, "seconds_left": 100})");
    lock.emplace(run);
  }

  RunStatus status() const { return status_of(sweep, 0); }

  const TemporaryFolder folder;
  const std::string run = folder.path("seed-1");
  const Sweep sweep{.folder = folder.path(), .working_folder = "", .runs = {{.name = "seed-1"}}};
  std::optional<FolderLock> lock;
};

TEST_F(SweepStatus, ARunSaysBeforeTheEndOfAnEpochHowLongItTakes) {
  EXPECT_EQ(status().state, RunState::kRunning);
  ASSERT_TRUE(status().seconds_left.has_value());
  EXPECT_NEAR(*status().seconds_left, 100, 10);
  EXPECT_THAT(progress_text(status()), testing::StartsWith("0/50 epochs, 1 min "));
}

TEST_F(SweepStatus, TimePassesSinceARunHasSaidHowLongItTakes) {
  const auto ago = [&](int seconds) {
    const auto then = std::filesystem::file_time_type::clock::now() - std::chrono::seconds(seconds);
    std::filesystem::last_write_time(run + "/progress.json", then);
    return status().seconds_left;
  };
  EXPECT_NEAR(ago(60).value_or(0), 40, 10);
  EXPECT_FALSE(ago(200).has_value()) << "it was killed and goes on, or takes longer";
}

TEST_F(SweepStatus, AStoppedRunTakesNoTime) {
  lock.reset();
  EXPECT_EQ(status().state, RunState::kStopped);
  EXPECT_EQ(progress_text(status()), "0/50 epochs");
}

TEST_F(SweepStatus, ARunThatFailedSaysWhyInItsLog) {
  lock.reset();
  write_file(folder.path("logs/1.txt"), "run folder\ntetlo: The disk is full.\n");
  EXPECT_EQ(status().state, RunState::kFailed);
  EXPECT_EQ(status().sentence, "The disk is full.");
  write_file(folder.path("logs/1.txt"), "tetlo: time limit; continue with --resume\n");
  EXPECT_EQ(status().state, RunState::kStopped);
}

}  // namespace
}  // namespace tetlo
