// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/mann_whitney.h"

#include <algorithm>
#include <map>

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using Values = std::vector<double>;

double u_of(const Values& x, const Values& y) {
  double u = 0;
  for (const double of_x : x) {
    for (const double of_y : y) u += of_x > of_y ? 1 : of_x == of_y ? 0.5 : 0;
  }
  return u;
}

/// The test by listing all choices of the first sample from both.
MannWhitney listed(const Values& x, const Values& y) {
  Values both = x;
  both.insert(both.end(), y.begin(), y.end());
  std::vector<bool> chosen(both.size(), false);
  std::fill(chosen.end() - static_cast<std::ptrdiff_t>(x.size()), chosen.end(), true);
  std::map<double, double> count;
  double all = 0;
  do {
    Values first, second;
    for (size_t i = 0; i < both.size(); ++i) (chosen[i] ? first : second).push_back(both[i]);
    count[u_of(first, second)] += 1;
    all += 1;
  } while (std::next_permutation(chosen.begin(), chosen.end()));
  MannWhitney result{.u = u_of(x, y)};
  double below = 0, above = 0;
  for (const auto& [u, times] : count) {
    below += u <= result.u ? times : 0;
    above += u >= result.u ? times : 0;
  }
  result.p = std::min(1.0, 2 * std::min(below, above) / all);
  result.least_p = std::min(1.0, 2 * std::min(count.begin()->second, count.rbegin()->second) / all);
  return result;
}

TEST(MannWhitney, CountsTheChoicesWorkedByHand) {
  const MannWhitney apart = mann_whitney(Values{1, 2, 3}, Values{4, 5, 6});
  EXPECT_EQ(apart.u, 0);
  EXPECT_THAT(apart.p, ten_digits(2.0 / 20));
  EXPECT_THAT(apart.least_p, ten_digits(2.0 / 20));
  const MannWhitney tied = mann_whitney(Values{1, 2}, Values{2, 3});
  EXPECT_EQ(tied.u, 0.5);
  EXPECT_EQ(tied.superiority, 0.125);
  EXPECT_THAT(tied.p, ten_digits(4.0 / 6));
  EXPECT_THAT(tied.least_p, ten_digits(4.0 / 6));
}

TEST(MannWhitney, HasSciPysP) {
  const MannWhitney result =
      mann_whitney(Values{5.1, 6.3, 7.7, 8.2, 9.9}, Values{4.2, 5.0, 5.5, 6.1, 7.1, 3.3});
  EXPECT_EQ(result.u, 26);
  EXPECT_DOUBLE_EQ(result.superiority, 26.0 / 30);
  EXPECT_THAT(result.p, ten_digits(0.051948051948052));
  EXPECT_THAT(result.least_p, ten_digits(0.00432900432900433));
}

TEST(MannWhitney, StaysExactWithTies) {
  const MannWhitney result =
      mann_whitney(Values{3, 3, 4, 5, 5, 5, 7}, Values{1, 2, 2, 3, 3, 4, 5, 6, 1});
  EXPECT_EQ(result.u, 48);
  EXPECT_THAT(result.p, ten_digits(0.0748251748251748));
  EXPECT_THAT(result.least_p, ten_digits(0.00034965034965035));
  const MannWhitney accuracies = mann_whitney(kFirst, kSecond);
  EXPECT_EQ(accuracies.u, 32.5);
  EXPECT_THAT(accuracies.p, ten_digits(0.110722610722611));
}

// With ties and different sizes the two tails differ, and the ends of the distribution, too.
TEST(MannWhitney, EqualsTheListOfAllChoices) {
  for (int64_t m = 1; m <= 6; ++m) {
    for (int64_t n = 1; n <= 7; ++n) {
      for (const int64_t modulus : {2, 3, 5, 101}) {
        const Values x = scattered({.n = m, .factor = 37, .modulus = modulus});
        const Values y = scattered(
            {.n = n, .factor = 53, .modulus = modulus, .offset = static_cast<double>(n % 3)});
        const MannWhitney result = mann_whitney(x, y), expected = listed(x, y);
        EXPECT_EQ(result.u, expected.u) << m << " and " << n << " mod " << modulus;
        EXPECT_THAT(result.p, ten_digits(expected.p)) << m << " and " << n << " mod " << modulus;
        EXPECT_THAT(result.least_p, ten_digits(expected.least_p))
            << m << " and " << n << " mod " << modulus;
      }
    }
  }
}

TEST(MannWhitney, OfAHundredValuesEachIsExact) {
  Scattered x = {.n = 60, .factor = 7919, .modulus = 1009, .scale = 1009};
  Scattered y = {.n = 60, .factor = 104729, .modulus = 1013, .offset = -91.17, .scale = 1013};
  EXPECT_THAT(mann_whitney(scattered(x), scattered(y)).p, ten_digits(0.205759589892505));
  x.n = y.n = 100;
  y.offset = 50.65;
  const MannWhitney hundred = mann_whitney(scattered(x), scattered(y));
  EXPECT_TRUE(hundred.exact);
  EXPECT_EQ(hundred.u, 5729);
  EXPECT_THAT(hundred.p, ten_digits(0.0750374385712373));
}

TEST(MannWhitney, OfManyTiesIsExact) {
  const MannWhitney result =
      mann_whitney(scattered({.n = 30, .factor = 7, .modulus = 13}),
                   scattered({.n = 40, .factor = 5, .modulus = 11, .offset = -2}));
  EXPECT_EQ(result.u, 475.5);
  EXPECT_THAT(result.p, ten_digits(0.139798011202008));
  EXPECT_THAT(result.least_p, ten_digits(2.52946190491117e-19));
}

TEST(MannWhitney, OfThreeAgainstAThousandIsExact) {
  const Values few = {0.9, 0.95, 0.2},
               many = scattered({.n = 1000, .factor = 7, .modulus = 31, .scale = 31});
  const MannWhitney result = mann_whitney(few, many);
  EXPECT_EQ(result.u, 2097);
  EXPECT_THAT(result.p, ten_digits(0.24568770970285));
  EXPECT_THAT(result.least_p, ten_digits(5.91643626610582e-05));
  EXPECT_THAT(mann_whitney(many, few).p, ten_digits(result.p));
}

TEST(MannWhitney, OfMorePairsIsSciPysApproximation) {
  const MannWhitney result = mann_whitney(thousand(), other_thousand());
  EXPECT_FALSE(result.exact);
  EXPECT_EQ(result.u, 530679);
  EXPECT_THAT(result.p, ten_digits(0.0175132041144002));
  const MannWhitney tied =
      mann_whitney(scattered({.n = 1000, .factor = 7, .modulus = 13}),
                   scattered({.n = 900, .factor = 5, .modulus = 11, .offset = -2}));
  EXPECT_EQ(tied.u, 380551);
  EXPECT_THAT(tied.p, ten_digits(5.36757382066337e-09));
}

TEST(MannWhitney, OfEqualValuesResolvesNothing) {
  for (const size_t n : {size_t{1}, size_t{5}, size_t{200}}) {
    const MannWhitney result = mann_whitney(Values(n, 0.1), Values(n, 0.1));
    EXPECT_EQ(result.superiority, 0.5);
    EXPECT_DOUBLE_EQ(result.p, 1);
    EXPECT_DOUBLE_EQ(result.least_p, 1);
  }
}

TEST(MannWhitney, RefusesWhatIsNoSample) {
  EXPECT_THROW(mann_whitney(Values{}, Values{1}), Error);
  EXPECT_THROW(mann_whitney(Values{1}, Values{NAN}), Error);
  EXPECT_THROW(mann_whitney(Values{-INFINITY}, Values{1}), Error);
}

}  // namespace
}  // namespace tetlo
