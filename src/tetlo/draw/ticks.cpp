// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/ticks.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tetlo {

std::vector<double> linear_ticks(double low, double high) {
  const double about = 5;
  const double range = high > low ? high - low : std::max(std::abs(low), 1.0) / 10;
  const double power = std::pow(10, std::floor(std::log10(range / about)));
  const double multiples[] = {1, 2, 5, 10};
  const double multiple = *std::find_if(std::begin(multiples), std::end(multiples),
                                        [&](double m) { return range / (m * power) <= about; });
  const double step = multiple * power, rounding = 1e-9;
  std::vector<double> ticks;
  const double first = std::floor(low / step + rounding), last = std::ceil(high / step - rounding);
  for (double i = first; i <= last; ++i) ticks.push_back(i * step);
  if (ticks.size() == 1) ticks = {(first - 1) * step, first * step, (first + 1) * step};
  return ticks;
}

std::vector<double> logarithmic_ticks(double low, double high) {
  const double most_decades = 4, rounding = 1e-9;
  const double first = std::floor(std::log10(low) + rounding),
               last = std::ceil(std::log10(high) - rounding);
  std::vector<double> all;
  for (double power = first; power <= last; ++power) {
    for (const double multiple : {1.0, 2.0, 5.0}) {
      if (multiple > 1 && last - first > most_decades) continue;
      all.push_back(multiple * std::pow(10, power));
    }
  }
  const auto from = std::upper_bound(all.begin(), all.end(), low * (1 + rounding)) - 1;
  const auto to = std::lower_bound(all.begin(), all.end(), high * (1 - rounding)) + 1;
  std::vector<double> ticks(from, to);
  if (ticks.size() == 1) ticks.push_back(ticks.front() * 10);
  return ticks;
}

}  // namespace tetlo
