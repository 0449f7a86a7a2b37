// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/spread.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tetlo/statistics/quantile.h"

namespace tetlo {
namespace {

/// The values of all runs in this epoch.
std::vector<double> values_in(size_t epoch, const SeriesOfRuns& series) {
  std::vector<double> values;
  for (const auto& own : series) {
    if (epoch < own.size() && std::isfinite(own[epoch])) values.push_back(own[epoch]);
  }
  return values;
}

/// NaN without values.
double quantile(const std::vector<double>& values, double share) {
  return values.empty() ? std::numeric_limits<double>::quiet_NaN() : quantile_of(values, share);
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
