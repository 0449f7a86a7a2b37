// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/labelled_quadruples.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

Tensor drawn(const std::vector<int64_t>& labels, int64_t count) {
  Random random(1, Purpose::kTransfer);
  return labelled_quadruples(torch::tensor(labels), count, random);
}

TEST(LabelledQuadruples, PairTwoImagesOfOneClassAndTwoOfDifferentClasses) {
  const std::vector<int64_t> labels = {0, 1, 0, 2, 1, 0};
  const Tensor quadruples = drawn(labels, 2000), of = torch::tensor(labels);
  const auto label = [&](int64_t row) { return of.index_select(0, quadruples[row]); };
  EXPECT_TRUE(torch::equal(label(0), label(1)));
  EXPECT_FALSE((quadruples[0] == quadruples[1]).any().item<bool>());
  EXPECT_FALSE((label(2) == label(3)).any().item<bool>());
}

TEST(LabelledQuadruples, DrawEveryPairThatIsPossible) {
  const Tensor quadruples = drawn({0, 1, 0, 2, 1, 0}, 4000);
  const auto pairs = [&](int64_t first) {
    return std::get<0>(at::_unique(quadruples[first] * 6 + quadruples[first + 1])).size(0);
  };
  // Ordered pairs of one class: 3 · 2 + 2 · 1. Of two classes: 30 pairs less those 8.
  EXPECT_EQ(pairs(0), 8);
  EXPECT_EQ(pairs(2), 22);
}

TEST(LabelledQuadruples, AreNoneWithoutTwoOfOneClassOrWithoutTwoClasses) {
  EXPECT_EQ(drawn({0, 1, 2}, 10).size(1), 0);
  EXPECT_EQ(drawn({1, 1, 1}, 10).size(1), 0);
}

/// Which of the quadruples (0, 1, 2, 3) are reversed.
Tensor where_reversed(int64_t count, double share) {
  Random random(1, Purpose::kTransfer);
  const Tensor right = torch::arange(4).view({4, 1}).repeat({1, count});
  const Tensor made = reversed(right, share, random);
  const Tensor wrong = torch::tensor({2, 3, 0, 1}).view({4, 1});
  const Tensor where = (made == wrong).all(0);
  EXPECT_TRUE(torch::equal(made, torch::where(where, wrong, right)));
  return where;
}

TEST(ReversedQuadruples, AreTheGivenShare) {
  EXPECT_EQ(where_reversed(8, 0).sum().item<int64_t>(), 0);
  EXPECT_EQ(where_reversed(8, 0.25).sum().item<int64_t>(), 2);
  EXPECT_EQ(where_reversed(8, 1).sum().item<int64_t>(), 8);
}

TEST(ReversedQuadruples, ContainThoseOfASmallerShare) {
  const Tensor quarter = where_reversed(400, 0.25), half = where_reversed(400, 0.5);
  EXPECT_TRUE(torch::equal(quarter & half, quarter));
  EXPECT_FALSE(torch::equal(quarter, torch::arange(400) < 100));
}

// c(0, 1) = 0, c(0, 2) = 1, c(1, 2) = 0, and two equal similarities are no order.
TEST(Misordered, IsTheShareWhoseFirstPairIsNotMoreAlike) {
  const Tensor encoding = torch::tensor({{1., 0.}, {0., 1.}, {3., 0.}});
  const Tensor quadruples =
      torch::tensor({0, 0, 0, 0, 1, 2, 1, 2, 0, 0, 1, 1, 2, 1, 2, 2}).view({4, 4});
  EXPECT_EQ(misordered(encoding, quadruples), 0.5);
}

TEST(RankingLoss, IsTheSumOfTheShortfalls) {
  const Tensor encoding = torch::tensor({{1., 0.}, {0., 1.}, {3., 0.}}, torch::kFloat64);
  // c(0, 1) − c(0, 2) = −1 costs 1; the reverse costs nothing.
  const Tensor quadruples = torch::tensor({0, 0, 0, 1, 2, 1, 0, 0, 0, 2, 1, 2}).view({4, 3});
  EXPECT_NEAR(ranking_loss(encoding, quadruples).item<double>(), 2, 1e-15);
}

TEST(RankingLoss, IsZeroWithoutQuadruples) {
  const Tensor encoding = torch::ones({3, 2}, torch::requires_grad());
  const Tensor loss = ranking_loss(encoding, torch::empty({4, 0}, torch::kInt64));
  EXPECT_EQ(loss.item<float>(), 0);
  EXPECT_TRUE(torch::equal(torch::autograd::grad({loss}, {encoding})[0], torch::zeros({3, 2})));
}

}  // namespace
}  // namespace tetlo
