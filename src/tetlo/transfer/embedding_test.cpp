// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/embedding.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

const EmbeddingTransfer kTransfer;

Output encoded(const Tensor& encoding) { return {.encoding = encoding, .logits = {}}; }

double loss(const Tensor& teacher, const Tensor& learner, const Tensor& weights = {}) {
  const Tensor knowledge = kTransfer.knowledge(encoded(teacher), {});
  return kTransfer.loss({knowledge, encoded(learner), {}, weights}).item<double>();
}

TEST(Embedding, CostsTheMeanSquaredDistanceOfAnImage) {
  const Tensor teacher = torch::tensor({{3., 4.}, {1., 1.}}, torch::kFloat64);
  EXPECT_EQ(loss(teacher, torch::tensor({{0., 0.}, {1., 2.}}, torch::kFloat64)), (25. + 1) / 2);
  EXPECT_EQ(loss(teacher, teacher), 0);
}

TEST(Embedding, MapsTheTeachersEncodingToTheLearnersWidth) {
  const Tensor teacher = torch::tensor({{3., 4.}}, torch::kFloat64);
  const Tensor W = torch::tensor({1., 0., 0., 1., 1., 1.}, torch::kFloat64);  // 3 x 2
  EXPECT_EQ(loss(teacher, torch::tensor({{3., 4., 7.}}, torch::kFloat64), W), 0);
  EXPECT_EQ(loss(teacher, torch::tensor({{3., 4., 5.}}, torch::kFloat64), W), 4);
}

TEST(Embedding, WithAMapEqualsThatOfMappedEncodings) {
  const Tensor teacher = torch::randn({6, 5}, torch::kFloat64);
  const Tensor learner = torch::randn({6, 3}, torch::kFloat64);
  const Tensor W = torch::randn({3, 5}, torch::kFloat64);
  EXPECT_NEAR(loss(teacher, learner, W.flatten()), loss(teacher.mm(W.t()), learner), 1e-12);
}

TEST(Embedding, HasAMapOnlyBetweenDifferentWidths) {
  EXPECT_EQ(kTransfer.layout(5, 5).weight_count(), 0);
  const Layout layout = kTransfer.layout(5, 3);
  ASSERT_EQ(layout.declared_weights().size(), 1);
  EXPECT_EQ(layout.declared_weights()[0].shape, (std::vector<int64_t>{3, 5}));
  // Each number of the learner's width is a sum of 5 inputs.
  const Tensor W = kTransfer.layout(5, 3000).initial_weights(generator(1, Purpose::kWeights));
  EXPECT_NEAR(W.abs().max().item<double>(), 1 / std::sqrt(5), 1e-3);
}

}  // namespace
}  // namespace tetlo
