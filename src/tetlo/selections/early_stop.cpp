// SPDX-License-Identifier: Apache-2.0
#include "tetlo/selections/early_stop.h"

#include <algorithm>
#include <numeric>

namespace tetlo {

std::optional<int64_t> EarlyStop::take(const std::vector<double>& lambdas) const {
  const auto average = [&](int64_t i) {
    const auto from = lambdas.begin() + std::max<int64_t>(0, i - half_window);
    const auto to = lambdas.begin() + i + half_window + 1;
    return std::accumulate(from, to, 0.0) / static_cast<double>(to - from);
  };
  const int64_t last = static_cast<int64_t>(lambdas.size()) - 1 - half_window;
  const int64_t before = last - distance;
  if (before < 0 || every * before < first) return std::nullopt;
  if (!(average(last) / average(before) > ratio)) return std::nullopt;
  return every * before;
}

}  // namespace tetlo
