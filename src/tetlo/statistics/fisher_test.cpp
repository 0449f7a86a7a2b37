// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/fisher.h"

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

double choose(int64_t n, int64_t k) {
  double product = 1;
  for (int64_t i = 1; i <= k; ++i) {
    product = product * static_cast<double>(n - k + i) / static_cast<double>(i);
  }
  return product;
}

/// The number of tables at most as frequent as the given one, of all; exact for small numbers.
double counted(Proportion first, Proportion second) {
  const int64_t r = first.k + second.k;
  const auto tables = [&](int64_t k) { return choose(first.n, k) * choose(second.n, r - k); };
  double p = 0;
  for (int64_t k = std::max(int64_t{0}, r - second.n); k <= std::min(first.n, r); ++k) {
    if (tables(k) <= tables(first.k)) p += tables(k);
  }
  return p / choose(first.n + second.n, r);
}

TEST(Fisher, CountsTheTablesWorkedByHand) {
  EXPECT_THAT(fisher_exact({3, 4}, {1, 4}), ten_digits(34.0 / 70));
}

TEST(Fisher, HasThePOfSciPy) {
  EXPECT_THAT(fisher_exact({8, 10}, {1, 6}), ten_digits(0.034965034965035));
  EXPECT_THAT(fisher_exact({0, 10}, {6, 10}), ten_digits(0.0108359133126935));
  EXPECT_THAT(fisher_exact({12, 60}, {3, 60}), ten_digits(0.0245745994789521));
  EXPECT_THAT(fisher_exact({2, 60}, {2, 20}), ten_digits(0.258946749453079));
  EXPECT_THAT(fisher_exact({437, 1000}, {501, 1000}), ten_digits(0.00474713766960917));
}

TEST(Fisher, EqualsTheCountOfAllTables) {
  for (int64_t n1 = 1; n1 <= 6; ++n1) {
    for (int64_t n2 = 1; n2 <= 9; ++n2) {
      for (int64_t k1 = 0; k1 <= n1; ++k1) {
        for (int64_t k2 = 0; k2 <= n2; ++k2) {
          EXPECT_THAT(fisher_exact({k1, n1}, {k2, n2}), ten_digits(counted({k1, n1}, {k2, n2})))
              << k1 << " of " << n1 << ", " << k2 << " of " << n2;
        }
      }
    }
  }
}

TEST(Fisher, ResolvesNothingWhereOneTableIsPossible) {
  EXPECT_EQ(fisher_exact({5, 5}, {5, 5}), 1);
  EXPECT_EQ(fisher_exact({0, 5}, {0, 7}), 1);
  EXPECT_EQ(fisher_exact({0, 0}, {3, 7}), 1);
  EXPECT_EQ(fisher_exact({0, 0}, {0, 0}), 1);
  EXPECT_EQ(fisher_exact({1, 1}, {0, 1}), 1);
}

// The true value, 2 / C(2000, 1000), is below the smallest double.
TEST(Fisher, OfThousandsApartIsZero) { EXPECT_EQ(fisher_exact({1000, 1000}, {0, 1000}), 0); }

TEST(Fisher, RefusesMoreThanWasTried) {
  EXPECT_THROW(fisher_exact({3, 2}, {1, 2}), Error);
  EXPECT_THROW(fisher_exact({1, 2}, {-1, 2}), Error);
}

}  // namespace
}  // namespace tetlo
