// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/schedule.h"

#include <gmock/gmock.h>

#include <array>
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

/// 2 phases of 3 epochs and 4 epochs of tuning, each of 5 iterations.
Schedule in_phases() { return {three_epochs(), {.phases = 2, .tuning = 4, .iterations = 5}}; }

TEST(Schedule, EachPhaseCountsItsOwnEpochs) {
  const Schedule schedule = in_phases();
  EXPECT_EQ(schedule.extent().epochs, 10);
  EXPECT_EQ(schedule.time({.epoch = 4, .iteration = 2}).epoch, 1);
  EXPECT_EQ(schedule.time({.epoch = 4, .iteration = 2}).iteration, 22);
  EXPECT_EQ(schedule.phase(2), 0);
  EXPECT_EQ(schedule.phase(3), 1);
}

TEST(Schedule, TuningIsMoreOfTheLastPhaseAfterItsEnd) {
  const Schedule schedule = in_phases();
  EXPECT_EQ(schedule.tuning(5), std::nullopt);
  EXPECT_EQ(schedule.tuning(6), 0);
  EXPECT_EQ(schedule.tuning(9), 3);
  EXPECT_EQ(schedule.phase(9), 1);
  EXPECT_EQ(schedule.time({.epoch = 8, .iteration = 0}).progress(), 1);
}

TEST(Schedule, AlphaMovesInEachPhaseFromItsEpochOn) {
  const Schedule schedule = in_phases();
  std::vector<int64_t> moves;
  for (int64_t i = 0; i < 35; ++i) {
    const Position done{.epoch = i / 5, .iteration = i % 5};
    EXPECT_EQ(schedule.alpha_steps_before(done), static_cast<int64_t>(moves.size())) << i;
    if (schedule.moves_alpha(done)) moves.push_back(i);
  }
  // Iterations 6, 8, …, 14 of a phase. The second phase begins at 15. Its tuning, from 30 on,
  // continues in the same steps.
  EXPECT_THAT(moves, testing::ElementsAre(6, 8, 10, 12, 14, 21, 23, 25, 27, 29, 31, 33));
}

// Of the 15 iterations of the first phase 5 update α; of the 35 of the second, with its tuning, 15
// do.
TEST(Schedule, KindsOfIterationsAreCountedInEachPhase) {
  const Schedule schedule(
      three_epochs(),
      {.phases = 2, .tuning = 4, .iterations = 5, .preparation = 2, .preparation_iterations = 9});
  std::vector<std::array<int64_t, 3>> kinds;
  for (const auto& kind : schedule.kinds()) {
    kinds.push_back({kind.first.epoch, kind.first.iteration, kind.count});
  }
  using Kind = std::array<int64_t, 3>;
  EXPECT_THAT(kinds, testing::ElementsAre(Kind{0, 0, 18}, Kind{2, 0, 10}, Kind{3, 1, 5},
                                          Kind{5, 0, 18}, Kind{7, 0, 20}, Kind{8, 1, 15}));
}

TEST(Schedule, TheRateFallsInEachPhaseAndIsATenthOfTheFirstInTuning) {
  const Schedule schedule = in_phases();
  const double third = 0.05 * (1 + std::cos(std::numbers::pi / 3));
  EXPECT_DOUBLE_EQ(schedule.sgd(0).rate, 0.1);
  EXPECT_DOUBLE_EQ(schedule.sgd(1).rate, third);
  EXPECT_DOUBLE_EQ(schedule.sgd(3).rate, 0.1);
  EXPECT_DOUBLE_EQ(schedule.sgd(4).rate, third);
  EXPECT_DOUBLE_EQ(schedule.sgd(6).rate, 0.01);
  EXPECT_DOUBLE_EQ(schedule.sgd(8).rate, 0.01);
}

// [Sheth2023, appendix M.2]: 1e-3 with a cosine.
TEST(Schedule, TheRateOfAlphaMayFallInEachPhaseAndStaysInTuning) {
  ScheduleOptions options = three_epochs();
  options.alpha_learning_rate = 0.1;
  options.alpha_schedule = AlphaSchedule::kCosine;
  const Schedule schedule(options, {.phases = 2, .tuning = 4, .iterations = 5});
  const double second = 0.05 * (1 + std::cos(std::numbers::pi / 3));
  const double third = 0.05 * (1 + std::cos(2 * std::numbers::pi / 3));
  EXPECT_DOUBLE_EQ(schedule.alpha_rate(0), 0.1);
  EXPECT_DOUBLE_EQ(schedule.alpha_rate(1), second);
  EXPECT_DOUBLE_EQ(schedule.alpha_rate(3), 0.1);
  for (const int64_t epoch : {5, 6, 9}) EXPECT_DOUBLE_EQ(schedule.alpha_rate(epoch), third);
  options.alpha_schedule = AlphaSchedule::kConstant;
  EXPECT_DOUBLE_EQ(Schedule(options, {.phases = 2}).alpha_rate(2), 0.1);
}

TEST(Schedule, ARampReachesOneInTheLastEpochAndProgressAfterIt) {
  EXPECT_EQ((PhaseTime{.epoch = 4, .epochs = 5}.ramp()), 1);
  EXPECT_EQ((PhaseTime{.epoch = 5, .epochs = 5}.ramp()), 1);
  EXPECT_EQ((PhaseTime{.epoch = 2, .epochs = 5}.ramp()), 0.5);
  EXPECT_EQ((PhaseTime{.epoch = 4, .epochs = 5}.progress()), 0.8);
}

TEST(Schedule, PlacesPreparationBeforeEachPhaseWithoutCountingIt) {
  ScheduleOptions options;
  options.epochs = 3;
  const Schedule schedule(
      options,
      {.phases = 2, .tuning = 1, .iterations = 5, .preparation = 2, .preparation_iterations = 9});
  EXPECT_EQ(schedule.extent().epochs, 11);
  EXPECT_EQ(schedule.iterations(6), 9);
  EXPECT_EQ(schedule.iterations(7), 5);
  const auto prepared = schedule.place({.epoch = 6, .iteration = 4});
  EXPECT_EQ(prepared.phase, 1);
  EXPECT_EQ(prepared.preparation, (Position{.epoch = 1, .iteration = 4}));
  EXPECT_EQ(prepared.search, Position{.epoch = 3});
  EXPECT_EQ(schedule.preparation_before(prepared), 2 * 9 + 9 + 4);
  const auto tuned = schedule.place({.epoch = 10, .iteration = 4});
  EXPECT_FALSE(tuned.preparation);
  EXPECT_EQ(tuned.search, (Position{.epoch = 6, .iteration = 4}));
  EXPECT_EQ(schedule.preparation_before(tuned), 4 * 9);
}

}  // namespace
}  // namespace tetlo
