// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/midranks.h"

#include <algorithm>
#include <numeric>

namespace tetlo {

Midranks midranks(std::span<const double> values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) { return values[a] < values[b]; });
  Midranks ranks{.doubled = std::vector<int64_t>(values.size()), .groups = {}};
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    // The ranks of the group are begin + 1 to end.
    for (size_t i = begin; i < end; ++i) {
      ranks.doubled[order[i]] = static_cast<int64_t>(begin + 1 + end);
    }
    ranks.groups.push_back(static_cast<int64_t>(end - begin));
  }
  return ranks;
}

double tie_correction(std::span<const int64_t> groups) {
  double sum = 0;
  for (const int64_t group : groups) {
    const double t = static_cast<double>(group);
    sum += t * t * t - t;
  }
  return sum;
}

}  // namespace tetlo
