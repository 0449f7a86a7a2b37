// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/degeneracy.h"

#include <cmath>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The epochs from `first` to `last`, which are fractions of the number of epochs, counted from 1.
std::vector<size_t> between(size_t epochs, double first, double last) {
  const auto count = static_cast<double>(epochs);
  std::vector<size_t> window;
  for (auto e = std::lround(first * count); e <= std::lround(last * count); ++e) {
    window.push_back(static_cast<size_t>(e) - 1);
  }
  return window;
}

double mean(const std::vector<double>& values, const std::vector<size_t>& places) {
  double sum = 0;
  for (const size_t place : places) sum += values[place];
  return sum / static_cast<double>(places.size());
}

}  // namespace

Windows windows(size_t epochs) {
  require(epochs >= kFewestEpochs, "The search has {} epochs; there must be at least {}.", epochs,
          kFewestEpochs);
  return {.middle = between(epochs, 0.45, 0.55), .late = between(epochs, 0.9, 1)};
}

Degeneracy degeneracy(const std::vector<double>& test_errors, Reading reading) {
  const Windows compared = windows(test_errors.size());
  Degeneracy result{.middle = mean(test_errors, compared.middle),
                    .late = mean(test_errors, compared.late)};
  result.degenerate =
      reading == Reading::kSensible ? result.late > result.middle : result.late < result.middle;
  return result;
}

}  // namespace tetlo
