// SPDX-License-Identifier: Apache-2.0
// The median: of an even number of values, the mean of the two in the middle.
//
// Checkable: median({3, 1, 2}) is 2, median({4, 1}) is 2.5.
#pragma once

#include <algorithm>
#include <vector>

namespace tetlo {

/// There must be a value.
inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

}  // namespace tetlo
