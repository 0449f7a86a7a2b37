// SPDX-License-Identifier: Apache-2.0
// The rules that many options share; each throws an Error that names the option and its value.
#pragma once

#include <string>

#include "tetlo/util/error.h"

namespace tetlo {

inline void require_at_least(const std::string& name, int64_t value, int64_t least) {
  require(value >= least, "{} is {}; it must be at least {}.", name, value, least);
}

inline void require_not_negative(const std::string& name, double value) {
  require(value >= 0, "{} is {}; it must not be negative.", name, value);
}

/// A value within [0, 1).
inline void require_fraction(const std::string& name, double value) {
  require(value >= 0 && value < 1, "{} is {}; it must be at least 0 and below 1.", name, value);
}

}  // namespace tetlo
