// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/quadruple.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

Output encoded(const Tensor& encoding) { return {.encoding = encoding, .logits = {}}; }

Tensor quadruple(std::vector<int64_t> xyzw) { return torch::tensor(xyzw).view({4, 1}); }

const Tensor kAxes = torch::tensor({{1., 0.}, {0., 1.}, {3., 0.}, {1., 1.}}, torch::kFloat64);

TEST(Quadruple, ComparesCosinesWhateverTheLengths) {
  // c(0, 2) = 1, although the lengths differ, c(0, 1) = 0 and c(0, 3) = 1/√2.
  EXPECT_NEAR(relative_similarity(kAxes, quadruple({0, 2, 0, 1})).item<double>(), 1, 1e-15);
  EXPECT_NEAR(relative_similarity(kAxes, quadruple({0, 1, 0, 3})).item<double>(), -std::sqrt(0.5),
              1e-15);
}

TEST(Quadruple, PunishesOppositeOrderByTheProductOfDifferences) {
  const QuadrupleTransfer transfer({.samples = 1});
  const Tensor samples = quadruple({0, 2, 0, 1});
  const Tensor main = torch::tensor({1.0}, torch::kFloat64);
  // The student sees c(x, y) = 0 and c(z, w) = 1/2: d = −1/2.
  const Tensor student = torch::tensor({{1., 0.}, {.5, std::sqrt(.75)}, {0., 1.}}, torch::kFloat64);
  EXPECT_NEAR(transfer.loss({main, encoded(student), samples}).item<double>(), 0.5, 1e-15);
  EXPECT_EQ(transfer.loss({-main, encoded(student), samples}).item<double>(), 0);
}

TEST(Quadruple, SumIsTheMeanTimesTheirNumber) {
  const Tensor encoding = torch::randn({8, 5}, torch::kFloat64);
  const QuadrupleTransfer sum({.samples = 300}),
      mean({.samples = 300, .reduction = Reduction::kMean});
  Random random(1, Purpose::kTransfer);
  const Tensor samples = sum.sample(8, random);
  const Tensor main = sum.knowledge(encoded(torch::randn({8, 5}, torch::kFloat64)), samples);
  EXPECT_NEAR(sum.loss({main, encoded(encoding), samples}).item<double>(),
              300 * mean.loss({main, encoded(encoding), samples}).item<double>(), 1e-9);
}

TEST(Quadruple, PairsAreOfTwoImagesAndIndependentOfEachOther) {
  const QuadrupleTransfer transfer({.samples = 4000});
  Random random(3, Purpose::kTransfer);
  const Tensor samples = transfer.sample(3, random);
  ASSERT_EQ(samples.sizes(), (std::vector<int64_t>{4, 4000}));
  EXPECT_FALSE((samples[0] == samples[1]).any().item<bool>());
  EXPECT_FALSE((samples[2] == samples[3]).any().item<bool>());
  // Each of the two pairs can be any of 6.
  const Tensor quadruples = ((samples[0] * 3 + samples[1]) * 3 + samples[2]) * 3 + samples[3];
  EXPECT_EQ(std::get<0>(at::_unique(quadruples)).size(0), 36);
}

TEST(Quadruple, CostsNothingWhereTheLearnerAgrees) {
  const QuadrupleTransfer transfer(QuadrupleOptions{});
  const Output both = encoded(torch::randn({8, 5}, torch::kFloat64));
  Random random(1, Purpose::kTransfer);
  const Tensor samples = transfer.sample(8, random);
  EXPECT_EQ(transfer.loss({transfer.knowledge(both, samples), both, samples}).item<double>(), 0);
}

}  // namespace
}  // namespace tetlo
