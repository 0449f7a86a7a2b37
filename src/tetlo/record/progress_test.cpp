// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/progress.h"

#include <gtest/gtest.h>

#include "tetlo/data/test_data.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

/// Epochs of four iterations, without any work.
class Idle : public Job {
 public:
  Extent extent() const override { return {.epochs = 3, .iterations = 4}; }
  Tensor iterate(const Position&) override { return torch::zeros({}); }
  nlohmann::json finish_epoch(int64_t) override { return {}; }
  Divergence divergence() const override { return {}; }
  Snapshot save() const override { return {}; }
  void restore(const Snapshot&, const Position&) override {}
};

struct ProgressFile : testing::Test {
  const TemporaryFolder folder;
  const Idle job;
  Progress progress{folder.path(), [](const nlohmann::json&) { return ""; }};
};

TEST_F(ProgressFile, IsThereAfterOneIteration) {
  EXPECT_FALSE(progress_in(folder.path()).has_value());
  progress.after_iteration(job, {.epoch = 1, .iteration = 1}, torch::zeros({}));
  const auto known = progress_in(folder.path());
  ASSERT_TRUE(known.has_value());
  EXPECT_EQ(known->epochs, 1);
  EXPECT_EQ(known->of, 3);
  const auto file = nlohmann::json::parse(read_file(folder.path("progress.json")));
  EXPECT_GT(file["seconds_left"], 0);
}

TEST_F(ProgressFile, HasNoTimeLeftOfARunThatIsNotActive) {
  progress.after_iteration(job, {.epoch = 1, .iteration = 1}, torch::zeros({}));
  progress.at_stop(job, {.epoch = 3}, "finished");
  EXPECT_EQ(read_file(folder.path("progress.json")), "{\"epochs\":3,\"of\":3}\n");
}

}  // namespace
}  // namespace tetlo
