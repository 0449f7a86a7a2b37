// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/range.h"

#include <fmt/format.h>

namespace tetlo {

bool Interval::contains(double value) const {
  const bool high_enough = least_included ? value >= least : value > least;
  const bool low_enough = most_included ? value <= most : value < most;
  return high_enough && low_enough;
}

Interval fraction() { return {.least = 0, .most = 1, .most_included = false}; }

Interval positive(double most, const std::string& unit) {
  return {.least = 0, .most = most, .unit = unit, .least_included = false};
}

Interval not_negative(double most, const std::string& unit) {
  return {.least = 0, .most = most, .unit = unit};
}

std::string to_string(const Range& range) {
  return fmt::format("from {} to {}", range.least, range.most);
}

std::string to_string(const Interval& interval) {
  if (interval.least_included && interval.most_included) {
    return fmt::format("from {} to {}", interval.least, interval.most);
  }
  return fmt::format("{} {} and {} {}", interval.least_included ? "at least" : "above",
                     interval.least, interval.most_included ? "at most" : "below", interval.most);
}

}  // namespace tetlo
