// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/widest.h"

#include <gtest/gtest.h>

#include <map>

namespace tetlo {
namespace {

double square(int64_t channels) { return static_cast<double>(channels * channels); }

struct Polynomial {
  double quadratic, linear, constant;

  double operator()(int64_t channels) const {
    const auto c = static_cast<double>(channels);
    return quadratic * c * c + linear * c + constant;
  }
};

const Polynomial kPolynomials[] = {{1, 0, 0}, {0, 7, 0}, {3, 50, 900}, {0.01, 1, 5000}};

TEST(Widest, IsTheLastEvenRootWithinTheBudget) {
  const Widest widest = widest_within(1000, square);
  EXPECT_EQ(widest.within->channels, 30);
  EXPECT_EQ(widest.within->cost, 900);
  EXPECT_EQ(widest.beyond->channels, 32);
  EXPECT_EQ(widest.beyond->cost, 1024);
}

TEST(Widest, MayUseTheWholeBudgetButNoMore) {
  EXPECT_EQ(widest_within(900, square).within->channels, 30);
  EXPECT_EQ(widest_within(899.9, square).within->channels, 28);
}

TEST(Widest, IsWhatTryingEveryNumberFinds) {
  for (const Polynomial& cost : kPolynomials) {
    int64_t widest = 4;
    for (double budget = cost(4); budget < cost(300); budget += cost(300) / 997) {
      while (cost(widest + 2) <= budget) widest += 2;
      EXPECT_EQ(widest_within(budget, cost).within->channels, widest) << budget;
    }
  }
}

TEST(Widest, EvaluatesOneNumberBeyondTheBudgetIfTheCostIsAPolynomial) {
  for (const Polynomial& cost : kPolynomials) {
    int evaluated = 0, beyond = 0;
    const double budget = cost(12'345);
    widest_within(budget, [&](int64_t channels) {
      ++evaluated;
      beyond += cost(channels) > budget ? 1 : 0;
      return cost(channels);
    });
    EXPECT_EQ(beyond, 1);
    EXPECT_LT(evaluated, 40);
  }
}

TEST(Widest, IsFoundByHalvesAfterASteepRise) {
  const auto steep = [](int64_t channels) { return channels <= 1234 ? 1.0 : 1e9; };
  int evaluated = 0;
  const Widest widest = widest_within(1e6, [&](int64_t channels) {
    ++evaluated;
    return steep(channels);
  });
  EXPECT_EQ(widest.within->channels, 1234);
  EXPECT_EQ(widest.beyond->channels, 1236);
  EXPECT_LT(evaluated, 20);
}

TEST(Widest, DoesNotExistIfTheFewestChannelsExceedTheBudget) {
  const Widest widest = widest_within(15, square);
  EXPECT_FALSE(widest.within);
  EXPECT_EQ(widest.beyond->channels, 4);
  EXPECT_EQ(widest.beyond->cost, 16);
}

TEST(Widest, HasNoNextNumberIfTheMostChannelsAreWithinTheBudget) {
  const Widest widest = widest_within(1e12, square, {.least = 4, .most = 1000});
  EXPECT_EQ(widest.within->channels, 1000);
  EXPECT_FALSE(widest.beyond);
}

TEST(Widest, EndsNextToANumberBeyondTheBudgetIfTheCostAlsoFalls) {
  const auto zigzag = [](int64_t channels) { return square(channels) + (channels % 6 ? 0 : 300); };
  for (double budget = 20; budget < 5000; budget += 7) {
    const Widest widest = widest_within(budget, zigzag);
    EXPECT_LE(zigzag(widest.within->channels), budget);
    EXPECT_GT(zigzag(widest.within->channels + 2), budget);
  }
}

/// A cost C² whose first evaluation for one number is wrong by a factor.
Cost wrong_once(int64_t where, double factor) {
  return [=, evaluated = std::map<int64_t, int>()](int64_t channels) mutable {
    const bool first = evaluated[channels]++ == 0;
    return square(channels) * (first && channels == where ? factor : 1);
  };
}

TEST(WidestMeasured, IsWhatFurtherMeasurementsConfirm) {
  for (const int64_t where : {4, 28, 30, 32, 34}) {
    for (const double factor : {0.1, 10.0}) {
      const Widest widest = widest_measured_within(1000, wrong_once(where, factor));
      EXPECT_EQ(widest.within->channels, 30) << where << " " << factor;
      EXPECT_EQ(widest.within->cost, 900);
      EXPECT_EQ(widest.beyond->channels, 32);
      EXPECT_EQ(widest.beyond->cost, 1024);
    }
  }
}

TEST(WidestMeasured, EndsWithANumberWithinTheBudgetIfMeasurementsNeverAgree) {
  int evaluated = 0;
  const auto noisy = [&](int64_t channels) {
    return square(channels) * (++evaluated % 3 == 0 ? 0.5 : 1.5);
  };
  EXPECT_LE(widest_measured_within(1000, noisy).within->cost, 1000);
  EXPECT_LT(evaluated, 1000);
}

}  // namespace
}  // namespace tetlo
