// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/signed_rank.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "tetlo/statistics/midranks.h"
#include "tetlo/statistics/sample.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr size_t kLargestExact = 1000;

/// The probability of each sum of those ranks whose sign is positive, from 0 to the sum of all.
std::vector<double> distribution(std::span<const int64_t> ranks) {
  const auto all = static_cast<size_t>(std::accumulate(ranks.begin(), ranks.end(), int64_t{0}));
  std::vector<double> probability(all + 1, 0.0);
  probability[0] = 1;
  size_t reach = 0;  // the largest sum so far
  for (const int64_t signed_rank : ranks) {
    const auto rank = static_cast<size_t>(signed_rank);
    reach += rank;
    // Downwards, because each entry needs the one `rank` below it as it was.
    for (size_t sum = reach + 1; sum-- > 0;) {
      const double with_rank = sum >= rank ? probability[sum - rank] : 0;
      probability[sum] = (probability[sum] + with_rank) / 2;
    }
  }
  return probability;
}

/// The distribution is symmetric, so that the smaller tail is the one beyond the larger sum.
double exact_p(std::span<const int64_t> ranks, int64_t positive) {
  const std::vector<double> probability = distribution(ranks);
  const auto all = static_cast<int64_t>(probability.size()) - 1;
  const auto tail = probability.begin() + std::max(positive, all - positive);
  // From the far end, where the probabilities are smallest.
  return std::min(1.0, 2 * std::accumulate(std::make_reverse_iterator(probability.end()),
                                           std::make_reverse_iterator(tail), 0.0));
}

double approximate_p(const Midranks& ranks, double positive) {
  const double n = static_cast<double>(ranks.doubled.size());
  const double variance = n * (n + 1) * (2 * n + 1) / 24 - tie_correction(ranks.groups) / 48;
  const double z = (std::abs(positive - n * (n + 1) / 4) - 0.5) / std::sqrt(variance);
  return std::min(1.0, 2 * cdf(complement(boost::math::normal(), z)));
}

}  // namespace

SignedRank signed_rank(std::span<const double> differences) {
  require_sample(differences);
  std::vector<double> sizes;
  std::vector<bool> is_positive;
  for (const double difference : differences) {
    if (difference == 0) continue;
    sizes.push_back(std::abs(difference));
    is_positive.push_back(difference > 0);
  }
  SignedRank result{.n = sizes.size(), .zeros = differences.size() - sizes.size()};
  if (result.n == 0) return result;
  const Midranks ranks = midranks(sizes);
  int64_t doubled = 0;
  for (size_t i = 0; i < result.n; ++i) doubled += is_positive[i] ? ranks.doubled[i] : 0;
  result.positive = static_cast<double>(doubled) / 2;
  result.least_p = std::ldexp(1, 1 - static_cast<int>(result.n));
  result.exact = result.n <= kLargestExact;
  result.p = result.exact ? exact_p(ranks.doubled, doubled) : approximate_p(ranks, result.positive);
  return result;
}

std::vector<double> paired_differences(std::span<const double> x, std::span<const double> y) {
  require(x.size() == y.size(), "Samples of {} and {} values cannot be paired; they must be equal.",
          x.size(), y.size());
  require_sample(x);
  require_sample(y);
  double largest = 0;
  for (const double value : x) largest = std::max(largest, std::abs(value));
  for (const double value : y) largest = std::max(largest, std::abs(value));
  // The smallest normal number keeps the step from vanishing where all values nearly do.
  const double step = std::max(std::ldexp(largest, -30), std::numeric_limits<double>::min());
  const double power = std::ldexp(1, std::ilogb(step));  // of two, so that multiples are exact
  std::vector<double> differences(x.size());
  for (size_t i = 0; i < x.size(); ++i) differences[i] = std::round((x[i] - y[i]) / power) * power;
  return differences;
}

}  // namespace tetlo
