// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/degeneracy.h"

#include <cmath>
#include <numeric>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The mean over the epochs from `first` to `last`, given as fractions of the number of epochs;
/// epochs are counted from 1.
double mean_between(const std::vector<double>& values, double first, double last) {
  const auto count = static_cast<double>(values.size());
  const auto from = values.begin() + std::lround(first * count) - 1;
  const auto to = values.begin() + std::lround(last * count);
  return std::accumulate(from, to, 0.0) / static_cast<double>(to - from);
}

}  // namespace

Degeneracy degeneracy(const std::vector<double>& test_errors, Reading reading) {
  require(test_errors.size() >= kFewestEpochs,
          "The search has {} epochs; there must be at least {}.", test_errors.size(),
          kFewestEpochs);
  Degeneracy result{.middle = mean_between(test_errors, 0.45, 0.55),
                    .late = mean_between(test_errors, 0.9, 1)};
  result.degenerate =
      reading == Reading::kSensible ? result.late > result.middle : result.late < result.middle;
  return result;
}

}  // namespace tetlo
