// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/signed_rank.h"

#include <algorithm>

#include "tetlo/statistics/midranks.h"
#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::Each;
using testing::ElementsAre;

/// p of differences other than 0, by listing all signs.
double listed_p(const std::vector<double>& differences) {
  std::vector<double> sizes = differences;
  for (double& size : sizes) size = std::abs(size);
  const std::vector<int64_t> ranks = midranks(sizes).doubled;
  const auto sum_where = [&](auto positive) {
    int64_t sum = 0;
    for (size_t i = 0; i < ranks.size(); ++i) sum += positive(i) ? ranks[i] : 0;
    return sum;
  };
  const int64_t observed = sum_where([&](size_t i) { return differences[i] > 0; });
  const size_t assignments = size_t{1} << ranks.size();
  double below = 0, above = 0;
  for (size_t signs = 0; signs < assignments; ++signs) {
    const int64_t sum = sum_where([&](size_t i) { return (signs >> i & 1) == 1; });
    below += sum <= observed ? 1 : 0;
    above += sum >= observed ? 1 : 0;
  }
  return std::min(1.0, 2 * std::min(below, above) / static_cast<double>(assignments));
}

TEST(SignedRank, CountsTheSignsWorkedByHand) {
  const SignedRank four = signed_rank(std::vector<double>{1, 2, 3, -4});
  EXPECT_EQ(four.positive, 6);
  EXPECT_DOUBLE_EQ(four.p, 14.0 / 16);
  EXPECT_DOUBLE_EQ(signed_rank(std::vector<double>{1, 2, 3, 4, 5}).p, 2.0 / 32);
}

TEST(SignedRank, HasSciPysP) {
  const SignedRank result =
      signed_rank(std::vector<double>{0.6, -0.2, 1.3, 0.8, 0.5, -0.1, 0.9, 1.1});
  EXPECT_EQ(result.positive, 33);
  EXPECT_THAT(result.p, ten_digits(0.0390625));
}

TEST(SignedRank, DropsZerosAndStaysExactWithTies) {
  const SignedRank result = signed_rank(std::vector<double>{3, -1, 2, 2, -2, 0, 5, 1, 0, 4, -1, 3});
  EXPECT_EQ(result.n, 10U);
  EXPECT_EQ(result.zeros, 2U);
  EXPECT_EQ(result.positive, 46);
  EXPECT_TRUE(result.exact);
  EXPECT_THAT(result.p, ten_digits(0.0625));
}

TEST(SignedRank, EqualsTheListOfAllSigns) {
  for (int64_t n = 1; n <= 12; ++n) {
    for (const int64_t modulus : {3, 5, 7, 101}) {
      // The half keeps differences from 0, and makes ties with either sign.
      const std::vector<double> differences = scattered(
          {.n = n, .factor = 37, .modulus = modulus, .offset = static_cast<double>(n % 3) + 0.5});
      EXPECT_THAT(signed_rank(differences).p, ten_digits(listed_p(differences)))
          << n << " differences mod " << modulus;
    }
  }
}

TEST(SignedRank, OfSixtyDifferencesIsExact) {
  const Scattered sixty = {
      .n = 60, .factor = 7919, .modulus = 1009, .offset = 430.25, .scale = 1009};
  EXPECT_THAT(signed_rank(scattered(sixty)).p, ten_digits(0.108096055176131));
  const SignedRank with_ties =
      signed_rank(scattered({.n = 60, .factor = 7, .modulus = 13, .offset = 5}));
  EXPECT_EQ(with_ties.n, 56U);
  EXPECT_EQ(with_ties.positive, 1008);
  EXPECT_THAT(with_ties.p, ten_digits(0.0862053654596218));
}

TEST(SignedRank, OfAThousandDifferencesIsExact) {
  Scattered thousand = {
      .n = 1000, .factor = 7919, .modulus = 1009, .offset = 480.25, .scale = 1009};
  const SignedRank result = signed_rank(scattered(thousand));
  EXPECT_TRUE(result.exact);
  EXPECT_EQ(result.positive, 273909);
  EXPECT_THAT(result.p, ten_digits(0.00956526409559144));
  // SciPy loses digits in this tail; this is the same sum in extended precision.
  thousand.offset = 430.25;
  EXPECT_THAT(signed_rank(scattered(thousand)).p, ten_digits(4.32940137735132e-14));
}

TEST(SignedRank, OfMoreDifferencesIsSciPysApproximation) {
  std::vector<double> differences =
      scattered({.n = 1200, .factor = 7919, .modulus = 13, .offset = 6});
  for (size_t i = 0; i < differences.size(); i += 3) differences[i] += 1;
  const SignedRank result = signed_rank(differences);
  EXPECT_EQ(result.n, 1107U);
  EXPECT_FALSE(result.exact);
  EXPECT_EQ(result.positive, 337819);
  EXPECT_THAT(result.p, ten_digits(0.00328201584838896));
}

TEST(SignedRank, ReachesTheLeastPIfAllSignsAgree) {
  for (const size_t n : {1U, 5U, 6U, 60U}) {
    const SignedRank tied = signed_rank(std::vector<double>(n, -2));
    EXPECT_THAT(tied.least_p, ten_digits(std::pow(2, 1 - static_cast<double>(n))));
    EXPECT_THAT(tied.p, ten_digits(tied.least_p));
  }
}

TEST(SignedRank, OfZerosAloneResolvesNothing) {
  const SignedRank result = signed_rank(std::vector<double>{0, 0, -0.0});
  EXPECT_EQ(result.n, 0U);
  EXPECT_EQ(result.zeros, 3U);
  EXPECT_EQ(result.p, 1);
  EXPECT_EQ(result.least_p, 1);
}

TEST(SignedRank, RefusesValuesThatAreNotFinite) {
  EXPECT_THROW(signed_rank(std::vector<double>{1, NAN}), Error);
  EXPECT_THROW(signed_rank(std::vector<double>{1, INFINITY}), Error);
  EXPECT_THROW(signed_rank(std::vector<double>{}), Error);
}

// In binary, .9 − .8 and .3 − .2 and .1 are three numbers.
TEST(PairedDifferences, OfEqualDecimalsAreEqual) {
  const std::vector<double> differences = paired_differences(
      std::vector<double>{0.9, 0.3, 0.1, 0.3}, std::vector<double>{0.8, 0.2, 0, 0.1 + 0.2});
  EXPECT_EQ(differences[0], differences[1]);
  EXPECT_EQ(differences[0], differences[2]);
  EXPECT_EQ(differences[3], 0);
  EXPECT_NEAR(differences[0], 0.1, 1e-9);
}

TEST(PairedDifferences, KeepTheirSize) {
  EXPECT_THAT(paired_differences(std::vector<double>{3, 1e-3}, std::vector<double>{1, 0}),
              ElementsAre(2, testing::DoubleNear(1e-3, 3e-9)));
  EXPECT_THAT(paired_differences(std::vector<double>{0, 0}, std::vector<double>{0, 0}), Each(0));
  EXPECT_THAT(paired_differences(std::vector<double>{1e-320}, std::vector<double>{0}), Each(0));
}

TEST(PairedDifferences, NeedPairs) {
  EXPECT_THROW(paired_differences(std::vector<double>{1, 2}, std::vector<double>{1}), Error);
  EXPECT_THROW(paired_differences(std::vector<double>{1}, std::vector<double>{NAN}), Error);
}

}  // namespace
}  // namespace tetlo
