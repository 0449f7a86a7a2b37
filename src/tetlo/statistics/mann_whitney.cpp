// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/mann_whitney.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "tetlo/statistics/midranks.h"
#include "tetlo/statistics/sample.h"

namespace tetlo {
namespace {

constexpr size_t kMostPairs = 10'000;

/// The number of choices of `chosen` of the ranks for each of their sums; a sum is the index.
std::vector<double> choices(std::vector<int64_t> ranks, size_t chosen) {
  std::sort(ranks.begin(), ranks.end());
  std::vector<std::vector<double>> of_size(chosen + 1);  // by the number chosen so far
  of_size[0] = {1};
  for (const int64_t rank : ranks) {
    // Downwards, because each size needs the one below it as it was.
    for (size_t size = chosen; size > 0; --size) {
      const std::vector<double>& without = of_size[size - 1];
      if (without.empty()) continue;
      std::vector<double>& with = of_size[size];
      const auto shift = static_cast<size_t>(rank);
      // Ranks rise, so that no sum so far is larger than this choice's largest.
      with.resize(without.size() + shift, 0.0);
      for (size_t sum = 0; sum < without.size(); ++sum) with[sum + shift] += without[sum];
    }
  }
  return of_size[chosen];
}

/// Twice the smaller tail of the distribution of the sum of `chosen` ranks, at `observed`.
double exact_p(const std::vector<int64_t>& ranks, size_t chosen, int64_t observed) {
  const std::vector<double> count = choices(ranks, chosen);
  const auto at = count.begin() + observed;
  const double below = std::accumulate(count.begin(), at, 0.0);
  const double above = std::accumulate(at + 1, count.end(), 0.0);
  return std::min(1.0, 2 * (std::min(below, above) + *at) / (below + *at + above));
}

double approximate_p(double u, double pairs, const Midranks& ranks) {
  const double total = static_cast<double>(ranks.doubled.size());
  const double variance =
      pairs / 12 * (total + 1 - tie_correction(ranks.groups) / (total * (total - 1)));
  if (ranks.groups.size() == 1) return 1;
  const double z = (std::abs(u - pairs / 2) - 0.5) / std::sqrt(variance);
  return std::min(1.0, 2 * cdf(complement(boost::math::normal(), z)));
}

double log_binomial(int64_t n, int64_t k) {
  const auto log_factorial = [](int64_t i) { return std::lgamma(static_cast<double>(i + 1)); };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

/// log of the number of choices of `chosen` values that are the first of these groups. Only the
/// group in which they end leaves a choice.
template <typename Groups>
double log_extreme_choices(const Groups& groups, int64_t chosen) {
  int64_t left = chosen;
  for (const int64_t group : groups) {
    if (left <= group) return log_binomial(group, left);
    left -= group;
  }
  return 0;
}

/// Twice the probability of the lowest or of the highest sum, whichever is smaller.
double least_p(const std::vector<int64_t>& groups, int64_t m, int64_t n) {
  const std::vector<int64_t> descending(groups.rbegin(), groups.rend());
  const double fewest =
      std::min(log_extreme_choices(groups, m), log_extreme_choices(descending, m));
  return std::min(1.0, 2 * std::exp(fewest - log_binomial(m + n, m)));
}

}  // namespace

MannWhitney mann_whitney(std::span<const double> x, std::span<const double> y) {
  require_sample(x);
  require_sample(y);
  std::vector<double> both(x.begin(), x.end());
  both.insert(both.end(), y.begin(), y.end());
  const Midranks ranks = midranks(both);
  const auto end_of_x = ranks.doubled.begin() + static_cast<std::ptrdiff_t>(x.size());
  const int64_t sum_x = std::accumulate(ranks.doubled.begin(), end_of_x, int64_t{0});
  const int64_t sum_y = std::accumulate(end_of_x, ranks.doubled.end(), int64_t{0});
  const auto m = static_cast<int64_t>(x.size()), n = static_cast<int64_t>(y.size());
  const double pairs = static_cast<double>(m) * static_cast<double>(n);

  MannWhitney result;
  result.u = static_cast<double>(sum_x - m * (m + 1)) / 2;
  result.superiority = result.u / pairs;
  result.least_p = least_p(ranks.groups, m, n);
  result.exact = x.size() * y.size() <= kMostPairs;
  if (!result.exact) {
    result.p = approximate_p(result.u, pairs, ranks);
  } else if (m <= n) {  // Both samples have the same p; the table of the smaller one is smaller.
    result.p = exact_p(ranks.doubled, x.size(), sum_x);
  } else {
    result.p = exact_p(ranks.doubled, y.size(), sum_y);
  }
  return result;
}

}  // namespace tetlo
