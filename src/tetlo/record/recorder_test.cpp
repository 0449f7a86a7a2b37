// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/recorder.h"

#include <gtest/gtest.h>

#include "tetlo/data/test_data.h"

namespace tetlo {
namespace {

/// Epochs of one iteration, without any work.
class Idle : public Job {
 public:
  Extent extent() const override { return {.epochs = 3, .iterations = 1}; }
  Tensor iterate(const Position&) override { return torch::zeros({}); }
  nlohmann::json finish_epoch(int64_t epoch) override { return {{"epoch", epoch}}; }
  Snapshot save() const override { return {}; }
  void restore(const Snapshot&, const Position&) override {}
};

TEST(Recorder, KeepsTheCheckpointsThatAreAskedFor) {
  const TemporaryFolder folder;
  Recorder recorder(folder.path(), {}, /*keep_after=*/{2});
  Idle job;
  run(job, {}, {&recorder}, {});
  EXPECT_EQ(load_checkpoint(kept_checkpoint(folder.path(), 2)).done, (Position{.epoch = 2}));
  EXPECT_EQ(load_last_checkpoint(folder.path()).done, (Position{.epoch = 3}));
  EXPECT_FALSE(std::filesystem::exists(kept_checkpoint(folder.path(), 1)));
  EXPECT_FALSE(std::filesystem::exists(kept_checkpoint(folder.path(), 3)));
}

}  // namespace
}  // namespace tetlo
