// SPDX-License-Identifier: Apache-2.0
// What is said of one sample: its size, centre and spread, and Student's interval of its mean
// [Fisher1925, section 24]:
//
//   x̄ ± t s / √n,   where t is the quantile (1 + confidence) / 2 of Student's t with n − 1 degrees
//
// Checkable: 1, 2 and 6 have the median 2, the mean 3, s = √7 and, as t = 4.302652730, the 95 %
// interval from −3.572411 to 9.572411.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "tetlo/statistics/sample.h"

namespace tetlo {

struct SampleSummary {
  size_t n = 0;
  double mean = 0;
  double median = 0;
  std::optional<double> deviation;                  ///< s; nothing of a single value
  std::optional<ConfidenceInterval> mean_interval;  ///< nothing of a single value
};

/// Throws Error if the sample is empty or a value is not finite; 0 < confidence < 1.
SampleSummary summarise(std::span<const double> sample, double confidence = 0.95);

}  // namespace tetlo
