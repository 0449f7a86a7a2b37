// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/spread.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tetlo {
namespace {

/// The values of all runs in this epoch, sorted.
std::vector<double> values_in(size_t epoch, const SeriesOfRuns& series) {
  std::vector<double> values;
  for (const auto& own : series) {
    if (epoch < own.size() && std::isfinite(own[epoch])) values.push_back(own[epoch]);
  }
  std::sort(values.begin(), values.end());
  return values;
}

/// NaN without values.
double quantile(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace

Curve median_curve(const std::string& name, const std::string& look, const SeriesOfRuns& series) {
  Curve curve{.name = name, .look = look};
  size_t epochs = 0;
  for (const auto& own : series) epochs = std::max(epochs, own.size());
  for (size_t e = 0; e < epochs; ++e) {
    const auto values = values_in(e, series);
    curve.y.push_back(quantile(values, 0.5));
    if (series.size() == 1) continue;
    curve.low.push_back(quantile(values, 0.25));
    curve.high.push_back(quantile(values, 0.75));
  }
  return curve;
}

}  // namespace tetlo
