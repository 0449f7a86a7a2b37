// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/range.h"

#include <fmt/format.h>

namespace tetlo {

bool Interval::contains(double value) const {
  const bool high_enough = minimum_included ? value >= minimum : value > minimum;
  const bool low_enough = maximum_included ? value <= maximum : value < maximum;
  return high_enough && low_enough;
}

Interval fraction() { return {.minimum = 0, .maximum = 1, .maximum_included = false}; }

Interval positive(double maximum, const std::string& unit) {
  return {.minimum = 0, .maximum = maximum, .unit = unit, .minimum_included = false};
}

Interval not_negative(double maximum, const std::string& unit) {
  return {.minimum = 0, .maximum = maximum, .unit = unit};
}

std::string to_string(const Range& range) {
  return fmt::format("from {} to {}", range.minimum, range.maximum);
}

std::string to_string(const Interval& interval) {
  if (interval.minimum_included && interval.maximum_included) {
    return fmt::format("from {} to {}", interval.minimum, interval.maximum);
  }
  return fmt::format("{} {} and {} {}", interval.minimum_included ? "at least" : "above",
                     interval.minimum, interval.maximum_included ? "at most" : "below",
                     interval.maximum);
}

}  // namespace tetlo
