// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/quantile.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tetlo/statistics/sample.h"

namespace tetlo {

double quantile_of(std::span<const double> sample, double probability) {
  require_sample(sample);
  std::vector<double> sorted(sample.begin(), sample.end());
  std::sort(sorted.begin(), sorted.end());
  const double place = probability * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace tetlo
