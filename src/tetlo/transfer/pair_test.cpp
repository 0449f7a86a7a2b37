// SPDX-License-Identifier: Apache-2.0
#include "tetlo/transfer/pair.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

const Tensor kPair = torch::tensor({0, 1}).view({2, 1});

/// Two encodings with the similarity c.
Output alike(double c) {
  return {.encoding = torch::tensor({{2., 0.}, {c, std::sqrt(1 - c * c)}}, torch::kFloat64),
          .logits = {}};
}

/// R where the teacher's and the learner's similarities are these.
double loss(double c_t, double c_l, const PairOptions& options = {.samples = 1}) {
  const PairTransfer transfer(options);
  const Tensor p_t = transfer.knowledge(alike(c_t), kPair);
  return transfer.loss({p_t, alike(c_l), kPair}).item<double>();
}

double entropy(double p) { return -p * std::log(p) - (1 - p) * std::log(1 - p); }

TEST(Pair, IsSimilarWithAProbabilityThatTheTemperatureSharpens) {
  const auto p = [](double c, double temperature) {
    return PairTransfer({.temperature = temperature}).knowledge(alike(c), kPair).item<double>();
  };
  EXPECT_NEAR(p(1, 0.5), 0.8807970779778823, 1e-15);  // σ(2)
  EXPECT_NEAR(p(1, 1), 0.7310585786300049, 1e-15);    // σ(1)
  EXPECT_NEAR(p(0, 0.5), 0.5, 1e-15);
}

TEST(Pair, IsComparedByCrossEntropy) {
  // −σ(2) log σ(1) − σ(−2) log σ(−1) = σ(2) 0.3132616875 + σ(−2) 1.3132616875
  EXPECT_NEAR(loss(1, 0.5), 0.4324646095, 1e-10);
  EXPECT_NEAR(loss(-0.7, 0), std::log(2), 1e-15);
}

TEST(Pair, CostsTheTeachersEntropyWhereTheLearnerAgrees) {
  EXPECT_NEAR(loss(1, 1), 0.3653338551, 1e-10);
  EXPECT_NEAR(loss(0.3, 0.3), entropy(1 / (1 + std::exp(-0.6))), 1e-15);
  EXPECT_GT(loss(0.3, 0.31), loss(0.3, 0.3));
  EXPECT_GT(loss(0.3, 0.29), loss(0.3, 0.3));
}

TEST(Pair, TeacherGainsCertaintyWhereTheLearnerAgrees) {
  // The derivative of R with respect to p_t is −c / τ.
  const Tensor p_t = torch::tensor({0.6}, torch::kFloat64).requires_grad_();
  const Tensor R = PairTransfer({}).loss({p_t, alike(0.3), kPair});
  EXPECT_NEAR(torch::autograd::grad({R}, {p_t})[0].item<double>(), -0.6, 1e-15);
}

TEST(Pair, SumIsTheMeanTimesTheirNumber) {
  const Tensor encoding = torch::randn({8, 5}, torch::kFloat64);
  const Output teacher{.encoding = torch::randn({8, 5}, torch::kFloat64), .logits = {}};
  const PairTransfer mean({}), sum({.reduction = Reduction::kSum});
  Random random(1, Purpose::kTransfer);
  const Tensor samples = mean.sample(8, random);
  ASSERT_EQ(samples.sizes(), (std::vector<int64_t>{2, 300}));
  EXPECT_FALSE((samples[0] == samples[1]).any().item<bool>());
  const TransferPoint at{mean.knowledge(teacher, samples), {encoding, {}}, samples};
  EXPECT_NEAR(sum.loss(at).item<double>(), 300 * mean.loss(at).item<double>(), 1e-10);
}

}  // namespace
}  // namespace tetlo
