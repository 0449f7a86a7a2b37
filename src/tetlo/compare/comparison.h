// SPDX-License-Identifier: Apache-2.0
// Arms compared with one control, each by one test, which follows from how the runs were made and
// never from their values:
//
//   paired    no arm has a seed twice, the smaller one has no seed that the other lacks, and at each
//             common seed the images are split alike, also in the searches whose cells were trained:
//             Wilcoxon's signed-rank test of the differences at the common seeds. Runs of the larger
//             arm without a partner take no part
//   unpaired  otherwise: Mann and Whitney's test, with Welch's beside it
//
// So the test stays what it is while one arm has more runs than the other.
//
// Runs without a value take part as worse than all others. Their stand-in lies further from the
// worst value than the values lie from each other, so that a pair in which one run failed has the
// largest differences. Means, shifts and Welch's test are of runs with values only.
//
// Checkable: 1, 2, 3, 4, 5 and 6 above a control of zeros, paired, have p = 2/64, and shift 3.5.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/compare/outcomes.h"
#include "tetlo/statistics/welch.h"

namespace tetlo {

struct Comparison {
  size_t arm = 0, control = 0;
  bool paired = false, exact = true;
  size_t n = 0;                 ///< pairs, or runs of both
  double p = 1;                 ///< two-sided
  double least_p = 1;           ///< the smallest that so many could have, with these ties
  double adjusted_p = 1;        ///< by Holm's method, over a family
  double least_adjusted_p = 1;  ///< no adjusted p can be below it
  int direction = 0;            ///< 1 if the test statistic favours the arm, −1 the control
  /// How often a run of the arm is the better one: of the pairs, or of all combinations; ties
  /// count one half.
  double superiority = 0.5;
  std::optional<double> shift = {};       ///< of Hodges and Lehmann, arm minus control
  std::optional<double> difference = {};  ///< of the means; of paired runs, that of the pairs
  std::optional<ConfidenceInterval> interval = {};  ///< of the difference, 95 %
  std::optional<Welch> welch = {};                  ///< of unpaired runs
};

/// All arms but the control with it, in their order, adjusted as one family.
std::vector<Comparison> compare_with(const std::vector<Arm>& arms, size_t control,
                                     bool higher_is_better);

/// Adjusts several comparisons as one family.
void adjust_by_holm(std::vector<Comparison>& all);

constexpr double kLevel = 0.05;

/// "better", "worse", "not resolved", or "not resolvable at this size", where no adjusted p could
/// be at most kLevel.
std::string verdict(const Comparison& comparison);

}  // namespace tetlo
