// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/schedule.h"

#include <gmock/gmock.h>

#include <numbers>

namespace tetlo {
namespace {

ScheduleOptions three_epochs() {
  ScheduleOptions options;
  options.epochs = 3;
  options.arch_every = 2;
  options.arch_from = 1;
  options.learning_rate = 0.1;
  options.learning_rate_min = 0;
  return options;
}

/// 2 stages of 3 epochs and 4 of tuning, of 5 iterations.
Schedule staged() { return {three_epochs(), {.stages = 2, .tuning = 4, .iterations = 5}}; }

TEST(Schedule, EachStageCountsItsOwnEpochs) {
  const Schedule schedule = staged();
  EXPECT_EQ(schedule.extent().epochs, 10);
  EXPECT_EQ(schedule.moment({.epoch = 4, .iteration = 2}).epoch, 1);
  EXPECT_EQ(schedule.moment({.epoch = 4, .iteration = 2}).iteration, 22);
  EXPECT_EQ(schedule.stage(2), 0);
  EXPECT_EQ(schedule.stage(3), 1);
  EXPECT_TRUE(schedule.ends_stage(2));
  for (const int64_t epoch : {0, 1, 3, 4, 5, 6, 9}) EXPECT_FALSE(schedule.ends_stage(epoch));
}

TEST(Schedule, TuningIsMoreOfTheLastStageAfterItsEnd) {
  const Schedule schedule = staged();
  EXPECT_EQ(schedule.tuning(5), std::nullopt);
  EXPECT_EQ(schedule.tuning(6), 0);
  EXPECT_EQ(schedule.tuning(9), 3);
  EXPECT_EQ(schedule.stage(9), 1);
  EXPECT_EQ(schedule.moment({.epoch = 8, .iteration = 0}).progress(), 1);
}

TEST(Schedule, AlphaMovesInEachStageFromItsEpochOn) {
  const Schedule schedule = staged();
  std::vector<int64_t> moves;
  for (int64_t i = 0; i < 35; ++i) {
    const Position done{.epoch = i / 5, .iteration = i % 5};
    EXPECT_EQ(schedule.alpha_steps_before(done), static_cast<int64_t>(moves.size())) << i;
    if (schedule.moves_alpha(done)) moves.push_back(i);
  }
  // Of a stage 6, 8, …, 14; the second begins at 15; its tuning, from 30 on, goes on as it did.
  EXPECT_THAT(moves, testing::ElementsAre(6, 8, 10, 12, 14, 21, 23, 25, 27, 29, 31, 33));
}

TEST(Schedule, TheRateFallsInEachStageAndFromATenthInTuning) {
  const Schedule schedule = staged();
  const double third = 0.05 * (1 + std::cos(std::numbers::pi / 3));
  EXPECT_DOUBLE_EQ(schedule.sgd(0).rate, 0.1);
  EXPECT_DOUBLE_EQ(schedule.sgd(1).rate, third);
  EXPECT_DOUBLE_EQ(schedule.sgd(3).rate, 0.1);
  EXPECT_DOUBLE_EQ(schedule.sgd(4).rate, third);
  EXPECT_DOUBLE_EQ(schedule.sgd(6).rate, 0.01);
  EXPECT_DOUBLE_EQ(schedule.sgd(8).rate, 0.005);
}

TEST(Schedule, ASharerReachesOneInTheLastEpochAndProgressAfterIt) {
  EXPECT_EQ((Moment{.epoch = 4, .epochs = 5}.share()), 1);
  EXPECT_EQ((Moment{.epoch = 5, .epochs = 5}.share()), 1);
  EXPECT_EQ((Moment{.epoch = 2, .epochs = 5}.share()), 0.5);
  EXPECT_EQ((Moment{.epoch = 4, .epochs = 5}.progress()), 0.8);
}

}  // namespace
}  // namespace tetlo
