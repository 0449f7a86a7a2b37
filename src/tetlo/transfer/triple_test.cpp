// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/triple.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

Output encoded(const Tensor& encoding) { return {.encoding = encoding, .logits = {}}; }

const Tensor kTriple = torch::tensor({0, 1, 2}).view({3, 1});

/// What a learner pays whose x, y and z lie in these directions, if the teacher's d is `d_t`.
double loss(double d_t, const std::vector<double>& degrees) {
  const Tensor angle = torch::tensor(degrees, torch::kFloat64) * (M_PI / 180);
  const Output learner = encoded(torch::stack({angle.cos(), angle.sin()}, 1));
  const Tensor knowledge = torch::tensor({d_t}, torch::kFloat64);
  return TripleTransfer({.samples = 1}).loss({knowledge, learner, kTriple}).item<double>();
}

TEST(Triple, ComparesTwoImagesWithAThird) {
  // c(x, y) = 1 and c(x, z) = 0.
  const Output teacher = encoded(torch::tensor({{1., 0.}, {2., 0.}, {0., 1.}}, torch::kFloat64));
  EXPECT_EQ(TripleTransfer({}).knowledge(teacher, kTriple).item<double>(), 1);
}

TEST(Triple, PunishesTheOppositeOrderByTheLearnersDifference) {
  // c(x, y) = 0 and c(x, z) = 1/2.
  EXPECT_NEAR(loss(1, {0, 90, 60}), 0.5, 1e-15);
  EXPECT_EQ(loss(-1, {0, 90, 60}), 0);
  EXPECT_NEAR(loss(-1, {0, 60, 90}), 0.5, 1e-15);
}

TEST(Triple, TakesOnlyTheSignFromTheTeacher) {
  EXPECT_NEAR(loss(0.1, {0, 90, 60}), 0.5, 1e-15);
  EXPECT_EQ(loss(0, {0, 90, 60}), 0);
}

TEST(Triple, CostsNothingWhereTheLearnerAgrees) {
  const TripleTransfer transfer(TripleOptions{});
  const Output both = encoded(torch::randn({8, 5}, torch::kFloat64));
  Random random(1, Purpose::kTransfer);
  const Tensor samples = transfer.sample(8, random);
  EXPECT_EQ(transfer.loss({transfer.knowledge(both, samples), both, samples}).item<double>(), 0);
}

TEST(Triple, IsNearAKinkIfOneOfTheDifferencesIsSmall) {
  const TripleTransfer transfer(TripleOptions{});
  const Output learner = encoded(torch::tensor({{1., 0.}, {0., 1.}, {.6, .8}}, torch::kFloat64));
  const auto distance = [&](double d_t) {
    return transfer.kink_distance({torch::tensor({d_t}, torch::kFloat64), learner, kTriple})
        .item<double>();
  };
  EXPECT_NEAR(distance(-0.25), 0.25, 1e-15);
  EXPECT_NEAR(distance(0.75), 0.6, 1e-15);
}

TEST(Triple, SamplesAreOfThreeDifferentImages) {
  Random random(3, Purpose::kTransfer);
  const Tensor samples = TripleTransfer({.samples = 2000}).sample(4, random);
  ASSERT_EQ(samples.sizes(), (std::vector<int64_t>{3, 2000}));
  for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {1, 2}}) {
    EXPECT_FALSE((samples[a] == samples[b]).any().item<bool>());
  }
}

}  // namespace
}  // namespace tetlo
