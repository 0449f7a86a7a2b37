// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/descent.h"

#include <gmock/gmock.h>
#include <torch/optim.h>

namespace tetlo {
namespace {

Tensor toy_gradient(const Tensor& w) { return (w * w * w).detach() + torch::sin(w).detach(); }

TEST(Descent, SgdTakesTheStepsOfLibTorchsOwn) {
  const Tensor start = torch::randn({20}, torch::kFloat64);
  Tensor theirs = start.clone().requires_grad_();
  torch::optim::SGD sgd({theirs}, torch::optim::SGDOptions(0.05).momentum(0.9).weight_decay(0.01));
  SgdState ours{.weights = start, .momentum = torch::zeros_like(start)};
  for (int i = 0; i < 10; ++i) {
    theirs.mutable_grad() = toy_gradient(theirs);
    sgd.step();
    ours = sgd_step(ours, toy_gradient(ours.weights),
                    {.rate = 0.05, .momentum = 0.9, .weight_decay = 0.01});
  }
  EXPECT_TRUE(torch::allclose(theirs, ours.weights, 1e-12, 1e-14));
}

TEST(Descent, NesterovTakesTheStepsOfLibTorchsOwn) {
  const Tensor start = torch::randn({20}, torch::kFloat64);
  Tensor theirs = start.clone().requires_grad_();
  torch::optim::SGD sgd(
      {theirs}, torch::optim::SGDOptions(0.05).momentum(0.9).weight_decay(0.01).nesterov(true));
  SgdState ours{.weights = start, .momentum = torch::zeros_like(start)};
  for (int i = 0; i < 10; ++i) {
    theirs.mutable_grad() = toy_gradient(theirs);
    sgd.step();
    ours = sgd_step(ours, toy_gradient(ours.weights),
                    {.rate = 0.05, .momentum = 0.9, .weight_decay = 0.01, .nesterov = true});
  }
  EXPECT_TRUE(torch::allclose(theirs, ours.weights, 1e-12, 1e-14));
}

TEST(Descent, AdamTakesTheStepsOfLibTorchsOwn) {
  const Tensor start = torch::randn({20}, torch::kFloat64);
  Tensor theirs = start.clone().requires_grad_();
  torch::optim::Adam adam({theirs},
                          torch::optim::AdamOptions(0.01).betas({0.5, 0.999}).weight_decay(1e-3));
  AdamState ours{start, torch::zeros_like(start), torch::zeros_like(start)};
  for (int i = 0; i < 10; ++i) {
    theirs.mutable_grad() = toy_gradient(theirs);
    adam.step();
    ours = adam_step(ours, toy_gradient(ours.weights),
                     {.rate = 0.01, .beta1 = 0.5, .beta2 = 0.999, .weight_decay = 1e-3});
  }
  EXPECT_TRUE(torch::allclose(theirs, ours.weights, 1e-9, 1e-12));
}

TEST(Descent, ClippingScalesToTheLargestNorm) {
  const Tensor g = torch::tensor({3.0, 4.0});
  EXPECT_TRUE(torch::allclose(clip_norm(g, 1), torch::tensor({0.6, 0.8})));
  EXPECT_TRUE(torch::equal(clip_norm(g, 6), g));
  EXPECT_TRUE(torch::equal(clip_norm(g, 0), g));
}

TEST(Descent, UnrollingAQuadraticContractsByOneMinusTheRate) {
  // f = w² / 2: w_t = (1 − ξ)^t w_0.
  const auto path = unroll([](const Tensor& w) { return 0.5 * w.pow(2).sum(); },
                           {torch::ones({3}, torch::kFloat64), torch::zeros({3}, torch::kFloat64)},
                           {.rate = 0.1}, {.steps = 3});
  ASSERT_EQ(path.size(), 4);
  EXPECT_NEAR(path.back().weights[0].item<double>(), 0.9 * 0.9 * 0.9, 1e-15);
}

}  // namespace
}  // namespace tetlo
