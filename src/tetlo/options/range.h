// SPDX-License-Identifier: Apache-2.0
// The values that a number may take. Both bounds are always stated. The upper one is far above any
// sensible value; it keeps a typing error from asking for more memory than there is.
//
// Checkable: to_string(Range{1, 9}) is "from 1 to 9", to_string(fraction()) is "at
// least 0 and below 1".
#pragma once

#include <cstdint>
#include <string>

namespace tetlo {

/// Integers from `minimum` to `maximum`, both included.
struct Range {
  int64_t minimum;
  int64_t maximum;
  std::string unit = "";

  bool contains(int64_t value) const { return minimum <= value && value <= maximum; }
};

/// Real numbers from `minimum` to `maximum`, both included unless stated otherwise.
struct Interval {
  double minimum;
  double maximum;
  std::string unit = "";
  bool minimum_included = true;
  bool maximum_included = true;

  bool contains(double value) const;
};

/// [0, 1)
Interval fraction();

/// (0, maximum]
Interval positive(double maximum, const std::string& unit = "");

/// [0, maximum]
Interval not_negative(double maximum, const std::string& unit = "");

/// A list of numbers: the allowed values of each number, and the allowed counts.
struct Numbers {
  Interval each;
  Range count;
};

/// The values in words that can follow "it must be".
std::string to_string(const Range& range);
std::string to_string(const Interval& interval);

}  // namespace tetlo
