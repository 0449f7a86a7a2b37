// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/kendall.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <utility>
#include <vector>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using Point = std::pair<double, double>;

/// The number of pairs of equal values in a range that is sorted such that these are neighbours.
template <typename Iterator, typename Key>
int64_t tied_pairs(Iterator begin, Iterator end, Key key) {
  int64_t pairs = 0;
  while (begin != end) {
    const Iterator next =
        std::find_if(begin, end, [&](const auto& other) { return key(other) != key(*begin); });
    const int64_t group = next - begin;
    pairs += group * (group - 1) / 2;
    begin = next;
  }
  return pairs;
}

/// Sorts the values, and returns the number of pairs in which the larger one stood before the
/// smaller.
int64_t sort_counting_inversions(std::span<double> values) {
  if (values.size() < 2) return 0;
  const size_t half = values.size() / 2;
  int64_t inversions =
      sort_counting_inversions(values.first(half)) + sort_counting_inversions(values.subspan(half));
  size_t left = 0;
  for (size_t right = half; right < values.size(); ++right) {
    while (left < half && values[left] <= values[right]) ++left;
    inversions += static_cast<int64_t>(half - left);
  }
  std::inplace_merge(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(half),
                     values.end());
  return inversions;
}

std::optional<ConfidenceInterval> interval_of(double tau, size_t n, double confidence) {
  if (n <= 4 || std::abs(tau) >= 1) return std::nullopt;
  const double z = quantile(complement(boost::math::normal(), (1 - confidence) / 2));
  const double reach = z * std::sqrt(0.437 / static_cast<double>(n - 4));
  return ConfidenceInterval{std::tanh(std::atanh(tau) - reach), std::tanh(std::atanh(tau) + reach)};
}

}  // namespace

std::optional<Kendall> kendall(std::span<const double> x, std::span<const double> y,
                               double confidence) {
  require(x.size() == y.size(), "Samples of {} and {} values cannot be paired; they must be equal.",
          x.size(), y.size());
  require_sample(x);
  require_sample(y);
  std::vector<Point> points;
  for (size_t i = 0; i < x.size(); ++i) points.emplace_back(x[i], y[i]);
  std::sort(points.begin(), points.end());
  const int64_t tied_x =
      tied_pairs(points.begin(), points.end(), [](const Point& point) { return point.first; });
  const int64_t tied_both =
      tied_pairs(points.begin(), points.end(), [](const Point& point) { return point; });
  std::vector<double> ys(points.size());
  std::transform(points.begin(), points.end(), ys.begin(),
                 [](const Point& point) { return point.second; });
  // Points with equal x are sorted by y, so that they have no inversion.
  const int64_t discordant = sort_counting_inversions(ys);
  const int64_t tied_y = tied_pairs(ys.begin(), ys.end(), [](double value) { return value; });

  const auto n = static_cast<int64_t>(x.size());
  const int64_t pairs = n * (n - 1) / 2;
  if (tied_x == pairs || tied_y == pairs) return std::nullopt;
  const int64_t concordant = pairs - tied_x - tied_y + tied_both - discordant;
  // The root of one product, not a product of roots: the root of a square is exact, so that |τ| is
  // exactly 1 where it should be.
  const double scale =
      std::sqrt(static_cast<double>(pairs - tied_x) * static_cast<double>(pairs - tied_y));
  const double tau = static_cast<double>(concordant - discordant) / scale;
  return Kendall{.tau = tau, .interval = interval_of(tau, x.size(), confidence)};
}

}  // namespace tetlo
