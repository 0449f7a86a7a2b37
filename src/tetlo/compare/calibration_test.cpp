// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/calibration.h"

#include <gmock/gmock.h>

#include "tetlo/util/threads.h"

namespace tetlo {
namespace {

/// In the place of a benchmark's accuracies: many in the high range, few in the low one, some equal.
std::vector<double> accuracies() {
  std::vector<double> values;
  for (int i = 0; i < 2000; ++i) values.push_back(95 - 0.01 * (i % 500) * (i % 500) / 60);
  return values;
}

/// The first with this test or interval, and with n values.
CalibrationCase find(const std::vector<CalibrationCase>& all, const std::string& what, int64_t n) {
  for (const CalibrationCase& one : all) {
    if (one.what == what && one.n == n) return one;
  }
  ADD_FAILURE() << what << " of " << n;
  return {};
}

CalibrationCase happens_with(double p, std::optional<ConfidenceInterval> range = {}) {
  return {.what = "a coin",
          .data = "coins",
          .n = 1,
          .happens = [p](Random& random) { return random.coin(p); },
          .range = range};
}

TEST(Calibration, CountsInHowManyTrialsItHappens) {
  EXPECT_EQ(count_trials(happens_with(0), {.trials = 30}).k, 0);
  EXPECT_EQ(count_trials(happens_with(1), {.trials = 30}).k, 30);
  const Proportion half = count_trials(happens_with(0.5), {.trials = 1000});
  EXPECT_TRUE(wilson(half, 0.9999).holds(0.5)) << half.k;
}

TEST(Calibration, DependsOnTheSeedButNotOnTheThreads) {
  const auto counted = [](uint64_t seed, int threads) {
    const ScopedThreads scope(threads);
    return count_trials(happens_with(0.5), {.trials = 1000, .seed = seed}).k;
  };
  EXPECT_EQ(counted(1, 1), counted(1, 3));
  EXPECT_NE(counted(1, 1), counted(2, 1));
}

TEST(Calibration, JudgesARateByItsRangeAndItsInterval) {
  const auto verdict_of = [](int64_t k) {
    return calibration_verdict(happens_with(0, ConfidenceInterval{0.01, 0.05}), {.k = k, .n = 100});
  };
  EXPECT_EQ(verdict_of(1), "held");
  EXPECT_EQ(verdict_of(5), "held");
  EXPECT_EQ(verdict_of(6), "within chance");  // Wilson's interval is .0278 to .1248
  EXPECT_EQ(verdict_of(0), "within chance");  // 0 to .0370
  EXPECT_EQ(verdict_of(12), "missed");        // .0700 to .1981
  EXPECT_EQ(calibration_verdict(happens_with(0), {.k = 6, .n = 100}), "");
}

TEST(Calibration, FivePairsAreNeverRejected) {
  const CalibrationCase five = find(calibration_tests(accuracies()), "signed rank", 5);
  EXPECT_EQ(five.allowed, 0);
  EXPECT_EQ(count_trials(five, {.trials = 300}).k, 0);
}

/// What fails with p in the order of 1e-4 if all is right; a seed is fixed, so that it does not.
void expect_rate(const CalibrationCase& one, double rate) {
  const Proportion counted = count_trials(one, {.trials = 1000});
  EXPECT_TRUE(wilson(counted, 0.9999).holds(rate))
      << one.what << ", " << one.data << ", " << one.n << ": " << counted.k << " of 1000";
}

TEST(Calibration, TestsErrAsOftenAsTheyMay) {
  const auto all = calibration_tests(accuracies());
  expect_rate(find(all, "Welch", 10), 0.05);
  expect_rate(find(all, "Mann–Whitney", 10), 0.04325705254497824);
  expect_rate(find(all, "Mann–Whitney", 101), 0.05);
  expect_rate(find(all, "signed rank", 10), 0.048828125);
}

TEST(Calibration, IntervalsHoldTheTruthAsOftenAsTheyShall) {
  const auto all = calibration_intervals(accuracies());
  for (const char* interval : {"mean", "difference of means"}) {
    expect_rate(find(all, interval, 10), 0.95);
  }
  for (const char* interval : {"rate", "difference of rates"}) {
    const CalibrationCase one = find(all, interval, 20);
    expect_rate(one, *one.allowed);
  }
}

TEST(Calibration, AFamilyErrsAtMostAsOftenAsOneTestMay) {
  for (const CalibrationCase& one : calibration_families(accuracies())) {
    if (one.n > 10) continue;
    const Proportion counted = count_trials(one, {.trials = 200});
    EXPECT_LE(wilson(counted, 0.9999).low, 0.05) << one.what << ": " << counted.k << " of 200";
    EXPECT_GT(counted.k, 0) << one.what;
  }
}

}  // namespace
}  // namespace tetlo
