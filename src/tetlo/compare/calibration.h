// SPDX-License-Identifier: Apache-2.0
// How often the tests and the intervals of a comparison err, counted where the truth is known: in
// many trials, each with samples of its own.
//
//   tests      both groups have one distribution, so that every p of at most 5 % is an error
//   families   eight arms against one control; of those that do not differ from it, an adjusted p
//              of at most 5 % is an error, and a family errs if it has any
//   intervals  how often they hold the true value
//
// Each rate has a range in which it shall lie. Around what is known exactly (compare/attainable.h)
// or by the theory, it reaches 1.5 points, which are three standard errors of 2,000 trials at 5 %;
// what must not exceed 5 % has its upper end there at the latest.
//
// Checkable: the signed-rank test of five pairs never errs, because its least p is 2/32.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tetlo/compare/result_table.h"
#include "tetlo/statistics/proportion.h"
#include "tetlo/util/random.h"

namespace tetlo {

struct CalibrationOptions {
  int64_t trials = 2000;
  uint64_t seed = 1;
};

/// What is counted, and where its rate shall lie.
struct CalibrationCase {
  std::string what = {};                         ///< the test or the interval
  std::string data = {};                         ///< from which the samples are drawn
  int64_t n = 0;                                 ///< values of each group, or pairs
  std::function<bool(Random&)> happens = {};     ///< in one trial; called by several threads
  std::optional<double> allowed = {};            ///< the rate that n allows, computed exactly
  std::optional<ConfidenceInterval> range = {};  ///< nothing: the rate is for information
};

/// The errors of single tests. `accuracies` are those of a benchmark's cells, in percent.
std::vector<CalibrationCase> calibration_tests(std::span<const double> accuracies);
/// The errors of families of tests.
std::vector<CalibrationCase> calibration_families(std::span<const double> accuracies);
/// The coverage of 95 % intervals.
std::vector<CalibrationCase> calibration_intervals(std::span<const double> accuracies);

/// In how many of the trials it happens. The same for every number of threads.
Proportion count_trials(const CalibrationCase& of, const CalibrationOptions& options);

/// "held"; "within chance" if the rate is outside the range but its 95 % interval reaches it;
/// "missed"; or "" without a range.
std::string calibration_verdict(const CalibrationCase& of, Proportion counted);

}  // namespace tetlo
