// SPDX-License-Identifier: Apache-2.0
// Compares tangents, and what a tangent's gradient is, with LibTorch's second derivatives.
#include "tetlo/util/softmax.h"

#include <gtest/gtest.h>

#include "tetlo/util/forward_mode.h"

namespace tetlo {
namespace {

using Function = Tensor (*)(const Tensor&);

/// Of f = Σ c · function(x)², the derivative ⟨∇f, v⟩ along v and its gradient, both by tangents and
/// by LibTorch.
void expect_derivatives(Function mine, const std::function<Tensor(const Tensor&)>& theirs) {
  torch::manual_seed(1);
  const auto draw = [] { return torch::randn({4, 5}, torch::kFloat64); };
  const Tensor c = draw(), v = draw(), x = draw().requires_grad_();
  Tensor along;
  {
    const ForwardMode forward;
    along = tangent_of((c * mine(with_tangent(x, v)).square()).sum());
  }
  const Tensor product = torch::autograd::grad({along}, {x}).front();
  const Tensor f = (c * theirs(x).square()).sum();
  const Tensor gradient =
      torch::autograd::grad({f}, {x}, {}, /*retain_graph=*/true, /*create_graph=*/true).front();
  const Tensor expected = (gradient * v).sum();
  EXPECT_NEAR(along.item<double>(), expected.item<double>(), 1e-12);
  EXPECT_TRUE(
      torch::allclose(product, torch::autograd::grad({expected}, {x}).front(), 1e-10, 1e-12));
}

TEST(Softmax, HasTheTangentOfItsDerivative) {
  expect_derivatives(softmax, [](const Tensor& x) { return torch::softmax(x, 1); });
}

TEST(LogSoftmax, HasTheTangentOfItsDerivative) {
  expect_derivatives(log_softmax, [](const Tensor& x) { return torch::log_softmax(x, 1); });
}

}  // namespace
}  // namespace tetlo
