// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/welch.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace tetlo {

std::optional<Welch> welch(std::span<const double> x, std::span<const double> y,
                           double confidence) {
  require_sample(x);
  require_sample(y);
  if (x.size() == 1 || y.size() == 1) return std::nullopt;
  const double m = static_cast<double>(x.size()), n = static_cast<double>(y.size());
  const double a = sample_variance(x) / m, b = sample_variance(y) / n;
  if (a + b == 0) return std::nullopt;
  const double error = std::sqrt(a + b);
  // Of shares of a + b, because squares of small variances could vanish.
  const double of_x = a / (a + b), of_y = b / (a + b);
  Welch result;
  result.difference = sample_mean(x) - sample_mean(y);
  result.t = result.difference / error;
  result.degrees = 1 / (of_x * of_x / (m - 1) + of_y * of_y / (n - 1));
  const boost::math::students_t student(result.degrees);
  result.p = 2 * cdf(complement(student, std::abs(result.t)));
  const double reach = quantile(complement(student, (1 - confidence) / 2)) * error;
  result.interval = {result.difference - reach, result.difference + reach};
  return result;
}

}  // namespace tetlo
