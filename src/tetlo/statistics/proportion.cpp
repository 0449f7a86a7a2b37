// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/proportion.h"

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "tetlo/util/error.h"

namespace tetlo {

ConfidenceInterval wilson(Proportion proportion, double confidence) {
  require(proportion.k >= 0 && proportion.k <= proportion.n,
          "A rate is {} of {}; the first must be from 0 to the second.", proportion.k,
          proportion.n);
  if (proportion.n == 0) return {0, 1};
  const double k = static_cast<double>(proportion.k), n = static_cast<double>(proportion.n);
  const double z = quantile(complement(boost::math::normal(), (1 - confidence) / 2));
  const double reach = z * std::sqrt(k * (1 - k / n) + z * z / 4);
  const double centre = k + z * z / 2, scale = n + z * z;
  // Without rounding: 0 of n does not exclude 0, and n of n does not exclude 1.
  return {.low = proportion.k == 0 ? 0 : (centre - reach) / scale,
          .high = proportion.k == proportion.n ? 1 : (centre + reach) / scale};
}

std::optional<ProportionDifference> newcombe(Proportion first, Proportion second,
                                             double confidence) {
  const ConfidenceInterval of_first = wilson(first, confidence),
                           of_second = wilson(second, confidence);
  if (first.n == 0 || second.n == 0) return std::nullopt;
  const double p1 = static_cast<double>(first.k) / static_cast<double>(first.n);
  const double p2 = static_cast<double>(second.k) / static_cast<double>(second.n);
  const double below = std::hypot(p1 - of_first.low, of_second.high - p2);
  const double above = std::hypot(of_first.high - p1, p2 - of_second.low);
  return ProportionDifference{.difference = p1 - p2,
                              .interval = {p1 - p2 - below, p1 - p2 + above}};
}

}  // namespace tetlo
