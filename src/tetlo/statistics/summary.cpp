// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/summary.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "tetlo/util/median.h"

namespace tetlo {

SampleSummary summarise(std::span<const double> sample, double confidence) {
  require_sample(sample);
  SampleSummary summary;
  summary.n = sample.size();
  summary.mean = sample_mean(sample);
  summary.median = median({sample.begin(), sample.end()});
  if (summary.n == 1) return summary;
  const double n = static_cast<double>(summary.n), s = std::sqrt(sample_variance(sample));
  const boost::math::students_t student(n - 1);
  const double reach = quantile(complement(student, (1 - confidence) / 2)) * s / std::sqrt(n);
  summary.deviation = s;
  summary.mean_interval = {summary.mean - reach, summary.mean + reach};
  return summary;
}

}  // namespace tetlo
