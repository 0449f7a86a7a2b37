// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/hodges_lehmann.h"

#include <vector>

#include "tetlo/statistics/sample.h"
#include "tetlo/util/median.h"

namespace tetlo {

double pseudo_median(std::span<const double> differences) {
  require_sample(differences);
  std::vector<double> averages;
  averages.reserve(differences.size() * (differences.size() + 1) / 2);
  for (size_t i = 0; i < differences.size(); ++i) {
    for (size_t j = i; j < differences.size(); ++j) {
      averages.push_back((differences[i] + differences[j]) / 2);
    }
  }
  return median(std::move(averages));
}

double hodges_lehmann_shift(std::span<const double> x, std::span<const double> y) {
  require_sample(x);
  require_sample(y);
  std::vector<double> differences;
  differences.reserve(x.size() * y.size());
  for (const double of_x : x) {
    for (const double of_y : y) differences.push_back(of_x - of_y);
  }
  return median(std::move(differences));
}

}  // namespace tetlo
