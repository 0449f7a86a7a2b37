// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/one_sample.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "tetlo/statistics/sample.h"

namespace tetlo {

std::optional<double> one_sample_p(std::span<const double> sample, double mean) {
  require_sample(sample);
  if (sample.size() == 1) return std::nullopt;
  const double variance = sample_variance(sample);
  if (variance == 0) return std::nullopt;
  const auto n = static_cast<double>(sample.size());
  const double t = (sample_mean(sample) - mean) / std::sqrt(variance / n);
  return 2 * cdf(complement(boost::math::students_t(n - 1), std::abs(t)));
}

}  // namespace tetlo
