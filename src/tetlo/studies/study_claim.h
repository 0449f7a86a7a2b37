// SPDX-License-Identifier: Apache-2.0
// What a paper claims of the things that a study compares, with the smallest effect that the claim
// implies, which is stated before the runs are made; and what the runs say of it. The verdict is
// that of statistics/verdict.h, with one exception: no claim is resolvable if runs of it have no
// value, because they may have diverged for the very reason that the claim is about.
//
// Checkable: errors of 20, 22 and 21 against 18, 18 and 18, paired, differ by 3 ± 4.302653/√3.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/statistics/verdict.h"

namespace tetlo {

/// The smallest difference of errors, in points, where a figure prints no numbers.
constexpr double kLeastErrorEffect = 0.2;
constexpr const char* kWhyLeastErrorEffect =
    "The figure prints no numbers; the smallest effect, 0.2 points, is twice the deviation that "
    "[Sheth2023, table 2] has for TETLO.";

struct StudyClaim {
  std::string words = {};                  ///< "TETLO lower than darts2nd"
  std::string figure = {};                 ///< what is compared, with its unit in parentheses
  Claim direction = Claim::kHigher;        ///< of the difference
  double smallest_effect = 0;              ///< in the unit of the figure
  int64_t n = 0;                           ///< values or, of paired ones, pairs
  std::optional<int64_t> n_of_other = {};  ///< values of the other; nothing of pairs
  int64_t without_value = 0;               ///< pairs left out, because a run has no value
  std::optional<double> difference = {};
  std::optional<ConfidenceInterval> interval = {};  ///< of the difference, 95 %
  std::string kind = {};                            ///< of the interval
};

Verdict verdict_on(const StudyClaim& claim);

/// An object with a member for each of these, null for nothing, and the verdict in words.
nlohmann::json to_json(const StudyClaim& claim);

/// Values of one figure, one for each seed; nothing of a run that has none, because it diverged.
using BySeed = std::vector<std::optional<double>>;

/// The stated claim with the mean difference of the arm and the other at each seed, and Student's
/// interval of it. It has no interval if the differences do not vary, but for rounding, as those of a
/// single pair: they then have no scale.
StudyClaim on_pairs(StudyClaim stated, const BySeed& arm, const BySeed& other);

}  // namespace tetlo
