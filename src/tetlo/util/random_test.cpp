// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/random.h"

#include <gmock/gmock.h>

#include <set>

namespace tetlo {
namespace {

TEST(Random, SameKeySameNumbers) {
  Random a(1, Purpose::kOrder, 2, 3);
  Random b(1, Purpose::kOrder, 2, 3);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(a.uniform(), b.uniform());
}

TEST(Random, EveryPartOfTheKeyMatters) {
  std::set<uint64_t> keys;
  for (uint64_t seed : {0, 1}) {
    for (Purpose purpose : {Purpose::kSplit, Purpose::kOrder}) {
      for (uint64_t a : {0, 1}) {
        for (uint64_t b : {0, 1}) keys.insert(stream_key(seed, purpose, a, b));
      }
    }
  }
  EXPECT_EQ(keys.size(), 16);
}

TEST(Random, UniformHasTheMomentsOfTheUniformDistribution) {
  Random random(7, Purpose::kOrder);
  const int n = 100000;
  double sum = 0, squares = 0;
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / n, 1.0 / 2, 5 * 0.2887 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1.0 / 3, 5 * 0.2981 / std::sqrt(n));
}

TEST(Random, BelowIsUniform) {
  Random random(7, Purpose::kOrder);
  std::vector<int> counts(7);
  for (int i = 0; i < 70000; ++i) ++counts.at(static_cast<size_t>(random.below(7)));
  // Five standard deviations of a binomial(70000, 1/7) count.
  for (int count : counts) EXPECT_NEAR(count, 10000, 5 * 92.6);
}

TEST(Random, PermutationHoldsEveryNumberOnce) {
  const auto order = Random(3, Purpose::kSplit).permutation(1000);
  EXPECT_EQ(std::set<int64_t>(order.begin(), order.end()).size(), 1000);
  EXPECT_THAT(order, testing::Each(testing::AllOf(testing::Ge(0), testing::Lt(1000))));
  EXPECT_FALSE(std::is_sorted(order.begin(), order.end()));
}

// FNV-1a's published digest of "foobar".
TEST(Random, APurposeByNameIsTheHashOfTheName) {
  EXPECT_EQ(static_cast<uint64_t>(purpose("foobar")), 0x85944171F73967E8ULL);
  EXPECT_NE(stream_key(1, purpose("a")), stream_key(1, purpose("b")));
}

}  // namespace
}  // namespace tetlo
