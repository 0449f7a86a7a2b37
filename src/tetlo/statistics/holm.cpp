// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/holm.h"

#include <algorithm>
#include <numeric>

#include "tetlo/util/error.h"

namespace tetlo {

std::vector<double> holm(std::span<const double> p) {
  for (const double value : p) {
    require(value >= 0 && value <= 1, "A p value is {}; it must be from 0 to 1.", value);
  }
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return p[a] < p[b]; });
  std::vector<double> adjusted(p.size());
  double largest = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    largest = std::max(largest, static_cast<double>(p.size() - i) * p[order[i]]);
    adjusted[order[i]] = std::min(1.0, largest);
  }
  return adjusted;
}

}  // namespace tetlo
