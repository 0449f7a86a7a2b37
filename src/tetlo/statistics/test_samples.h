// SPDX-License-Identifier: Apache-2.0
// Samples of the tests, which other programs can make too, and the agreement that is asked for. The
// figures of the tests were computed by SciPy 1.17 and statsmodels 0.15; those of exact tests with
// ties by listing or counting all cases in whole numbers, in Python.
#pragma once

#include <gmock/gmock.h>

#include <cmath>
#include <cstdint>
#include <vector>

namespace tetlo {

/// Agrees to ten digits.
inline auto ten_digits(double expected) {
  return testing::DoubleNear(expected, 1e-10 * std::abs(expected));
}

/// (i · factor mod modulus − offset) / scale for i = 0, 1, …
struct Scattered {
  int64_t n, factor, modulus;
  double offset = 0, scale = 1;
};

inline std::vector<double> scattered(const Scattered& by) {
  std::vector<double> values;
  for (int64_t i = 0; i < by.n; ++i) {
    values.push_back((static_cast<double>(i * by.factor % by.modulus) - by.offset) / by.scale);
  }
  return values;
}

/// Accuracies of two methods, in percent.
inline const std::vector<double> kFirst = {94.1, 93.7, 94.4, 93.9, 94.8, 92.2};
inline const std::vector<double> kSecond = {93.5, 93.9, 93.2, 93.1, 94.0, 92.0, 93.4};

/// The thousand values i · 7919 mod 1009, divided by 1009.
inline std::vector<double> thousand() {
  return scattered({.n = 1000, .factor = 7919, .modulus = 1009, .scale = 1009});
}

/// The thousand values i · 104729 mod 1013, divided by 1013, less .03.
inline std::vector<double> other_thousand() {
  std::vector<double> values =
      scattered({.n = 1000, .factor = 104729, .modulus = 1013, .scale = 1013});
  for (double& value : values) value -= 0.03;
  return values;
}

}  // namespace tetlo
