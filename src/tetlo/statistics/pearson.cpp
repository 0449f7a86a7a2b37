// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/pearson.h"

#include <cmath>
#include <numeric>

#include "tetlo/statistics/sample.h"

namespace tetlo {
namespace {

/// The deviations from the mean.
std::vector<double> centred(std::vector<double> x) {
  if (x.empty()) return x;
  const double mean = sample_mean(x);  // exact if all values are equal
  for (double& value : x) value -= mean;
  return x;
}

double dot(const std::vector<double>& x, const std::vector<double>& y) {
  return std::inner_product(x.begin(), x.end(), y.begin(), 0.0);
}

}  // namespace

double pearson(const std::vector<double>& x, const std::vector<double>& y) {
  const auto dx = centred(x), dy = centred(y);
  return dot(dx, dy) / std::sqrt(dot(dx, dx) * dot(dy, dy));
}

}  // namespace tetlo
