// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/recorder.h"

#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

/// Epochs of one iteration, without any work.
class Idle : public Job {
 public:
  Extent extent() const override { return {.epochs = 3, .iterations = 1}; }
  Tensor iterate(const Position&) override { return torch::zeros({}); }
  nlohmann::json finish_epoch(int64_t epoch) override { return {{"epoch", epoch}}; }
  Divergence divergence() const override { return {}; }
  Snapshot save() const override { return {}; }
  void restore(const Snapshot&, const Position&) override {}
};

TEST(Recorder, KeepsTheCheckpointsThatAreAskedFor) {
  const TemporaryFolder folder;
  Recorder recorder(folder.path(), {}, {.keep_after = {2}});
  Idle job;
  run(job, {}, {&recorder}, {});
  EXPECT_EQ(load_checkpoint(kept_checkpoint(folder.path(), 2)).done, (Position{.epoch = 2}));
  EXPECT_EQ(load_last_checkpoint(folder.path()).done, (Position{.epoch = 3}));
  EXPECT_FALSE(std::filesystem::exists(kept_checkpoint(folder.path(), 1)));
  EXPECT_FALSE(std::filesystem::exists(kept_checkpoint(folder.path(), 3)));
}

TEST(Recorder, SavesWithinAnEpochIfTheLastCheckpointIsTooOld) {
  const TemporaryFolder folder;
  Idle job;
  Recorder patient(folder.path(), {}, {.oldest = Minutes(10)});
  patient.after_iteration(job, {.epoch = 1, .iteration = 3}, torch::zeros({}));
  EXPECT_FALSE(find_last_checkpoint(folder.path()).has_value());
  Recorder recorder(folder.path(), {}, {.oldest = Minutes(0)});
  recorder.after_iteration(job, {.epoch = 1, .iteration = 3}, torch::zeros({}));
  EXPECT_EQ(load_last_checkpoint(folder.path()).done, (Position{.epoch = 1, .iteration = 3}));
  const Tensor no_number = torch::full({}, std::numeric_limits<double>::quiet_NaN());
  recorder.after_iteration(job, {.epoch = 1, .iteration = 4}, no_number);
  EXPECT_EQ(load_last_checkpoint(folder.path()).done, (Position{.epoch = 1, .iteration = 3}));
}

/// The seconds in times.jsonl.
std::vector<double> seconds_in(const std::string& folder) {
  std::istringstream lines(read_file(folder + "/times.jsonl"));
  std::vector<double> all;
  for (std::string line; std::getline(lines, line);) {
    all.push_back(nlohmann::json::parse(line)["seconds"]);
  }
  return all;
}

TEST(Recorder, TheSecondsOfEveryEpochCountThoseBeforeARunWasResumed) {
  const TemporaryFolder folder;
  Idle job;
  Checkpoint start;
  start.seconds = 100;
  Recorder first(folder.path(), start, {});
  first.after_epoch(job, {.epoch = 1}, {{"epoch", 0}});
  const Checkpoint saved = load_last_checkpoint(folder.path());
  first.after_epoch(job, {.epoch = 2}, {{"epoch", 1}});  // lost with the checkpoint after it
  Checkpoint later = saved;
  later.seconds = 200;
  Recorder resumed(folder.path(), later, {});
  resumed.after_epoch(job, {.epoch = 2}, {{"epoch", 1}});
  const auto seconds = seconds_in(folder.path());
  ASSERT_EQ(seconds.size(), 2);
  EXPECT_NEAR(seconds[0], 100, 10);
  EXPECT_NEAR(seconds[1], 200, 10);
}

}  // namespace
}  // namespace tetlo
