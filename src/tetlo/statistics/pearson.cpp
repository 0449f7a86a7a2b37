// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/pearson.h"

#include <boost/math/distributions/normal.hpp>
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

std::optional<ConfidenceInterval> fisher_interval(Correlation correlation, double confidence) {
  if (correlation.n <= 3 || !(std::abs(correlation.r) < 1)) return std::nullopt;
  const double z = quantile(complement(boost::math::normal(), (1 - confidence) / 2));
  const double centre = std::atanh(correlation.r);
  const double reach = z / std::sqrt(static_cast<double>(correlation.n - 3));
  return ConfidenceInterval{std::tanh(centre - reach), std::tanh(centre + reach)};
}

std::optional<ConfidenceInterval> zou_interval(Correlation first, Correlation second,
                                               double confidence) {
  const auto of_first = fisher_interval(first, confidence),
             of_second = fisher_interval(second, confidence);
  if (!of_first || !of_second) return std::nullopt;
  const double difference = first.r - second.r;
  return ConfidenceInterval{
      difference - std::hypot(first.r - of_first->low, of_second->high - second.r),
      difference + std::hypot(of_first->high - first.r, second.r - of_second->low)};
}

}  // namespace tetlo
