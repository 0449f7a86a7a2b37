// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/sample.h"

#include <cmath>

#include "tetlo/util/error.h"

namespace tetlo {

void require_sample(std::span<const double> sample, size_t least) {
  constexpr double kLargest = 1e100;
  require(sample.size() >= least, "A sample has {} values; at least {} are needed.", sample.size(),
          least);
  for (const double value : sample) {
    require(std::abs(value) <= kLargest,
            "A sample has the value {}; each must be a finite number, at most {} in size.", value,
            kLargest);
  }
}

double sample_mean(std::span<const double> sample) {
  const double first = sample.front();
  double sum = 0;
  for (const double value : sample) sum += value - first;
  return first + sum / static_cast<double>(sample.size());
}

double sample_variance(std::span<const double> sample) {
  const double mean = sample_mean(sample);
  double sum = 0;
  for (const double value : sample) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(sample.size() - 1);
}

}  // namespace tetlo
