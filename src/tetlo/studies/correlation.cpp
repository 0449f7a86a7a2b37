// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/correlation.h"

#include <cmath>
#include <numeric>

namespace tetlo {
namespace {

/// The deviations from the mean.
std::vector<double> centred(std::vector<double> x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
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
