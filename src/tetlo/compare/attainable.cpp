// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/attainable.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <functional>
#include <vector>

#include "tetlo/statistics/mann_whitney.h"
#include "tetlo/statistics/proportion.h"
#include "tetlo/statistics/signed_rank.h"

namespace tetlo {
namespace {

/// The largest p of those that are at most `level`, of p(0) ≤ p(1) ≤ … ≤ p(last); 0 if none is.
double largest_within(double level, int64_t last, const std::function<double(int64_t)>& p) {
  int64_t within = -1, beyond = last + 1;
  double largest = 0;
  while (within + 1 < beyond) {
    const int64_t middle = within + (beyond - within) / 2;
    const double value = p(middle);
    if (value <= level) {
      within = middle;
      largest = value;
    } else {
      beyond = middle;
    }
  }
  return largest;
}

/// p of two groups in which the first has larger values than the second in u of the n² pairs.
double p_of_pairs_above(int64_t n, int64_t u) {
  std::vector<double> x, y;
  for (int64_t i = 0; i < n; ++i) {
    const int64_t below = std::clamp(u - i * n, int64_t{0}, n);  // of y are below this x
    const double apart = static_cast<double>(i + 1) / static_cast<double>(n + 2);
    x.push_back(static_cast<double>(below) - apart);
    y.push_back(static_cast<double>(i));
  }
  return mann_whitney(x, y).p;
}

/// p of differences of the sizes 1 to n whose positive ones have this sum.
double p_of_positive_sum(int64_t n, int64_t sum) {
  std::vector<double> differences;
  for (int64_t size = n; size > 0; --size) {
    const bool positive = size <= sum;
    if (positive) sum -= size;
    differences.push_back(static_cast<double>(positive ? size : -size));
  }
  return signed_rank(differences).p;
}

/// The probabilities of 0 to n successes.
std::vector<double> binomial_probabilities(int64_t n, double p) {
  const boost::math::binomial distribution(static_cast<double>(n), p);
  std::vector<double> probabilities;
  for (int64_t k = 0; k <= n; ++k) {
    probabilities.push_back(pdf(distribution, static_cast<double>(k)));
  }
  return probabilities;
}

}  // namespace

double attainable_mann_whitney(int64_t n, double level) {
  return largest_within(level, n * n / 2, [n](int64_t u) { return p_of_pairs_above(n, u); });
}

double attainable_signed_rank(int64_t n, double level) {
  return largest_within(level, n * (n + 1) / 4,
                        [n](int64_t sum) { return p_of_positive_sum(n, sum); });
}

double wilson_coverage(int64_t n, double p) {
  const std::vector<double> probabilities = binomial_probabilities(n, p);
  double sum = 0;
  for (int64_t k = 0; k <= n; ++k) {
    if (wilson({k, n}).holds(p)) sum += probabilities[static_cast<size_t>(k)];
  }
  return sum;
}

double newcombe_coverage(int64_t n, double p, double q) {
  const std::vector<double> first = binomial_probabilities(n, p),
                            second = binomial_probabilities(n, q);
  double sum = 0;
  for (int64_t k = 0; k <= n; ++k) {
    for (int64_t l = 0; l <= n; ++l) {
      if (!newcombe({k, n}, {l, n})->interval.holds(p - q)) continue;
      sum += first[static_cast<size_t>(k)] * second[static_cast<size_t>(l)];
    }
  }
  return sum;
}

}  // namespace tetlo
