// SPDX-License-Identifier: Apache-2.0
#include "tetlo/levels/hessian.h"

#include <gmock/gmock.h>

#include <cmath>
#include <csignal>

#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

TEST(Hessian, OfAPolynomialByHand) {
  const auto f = [](const Tensor& x) { return x[0] * x[0] * x[1]; };
  const Tensor at = torch::tensor({1.0, 2.0}, torch::kFloat64);
  EXPECT_TRUE(
      torch::equal(hessian(f, at), torch::tensor({{4.0, 2.0}, {2.0, 0.0}}, torch::kFloat64)));
}

TEST(Hessian, LargestEigenvalueIsThatOfTheMatrix) {
  const auto polynomial = [](const Tensor& x) { return x[0] * x[0] * x[1]; };
  const Tensor at = torch::tensor({1.0, 2.0}, torch::kFloat64);
  EXPECT_NEAR(largest_eigenvalue(polynomial, at), 2 + std::sqrt(8.0), 1e-3);
  // -i² x_i² / 2 has the eigenvalues -1, -4, -9, …: the largest one is small in magnitude
  // and close to the next.
  const Tensor squares = torch::arange(1, 101, torch::kFloat64).square();
  const auto concave = [&](const Tensor& x) { return -(squares * x.square()).sum() / 2; };
  EXPECT_NEAR(largest_eigenvalue(concave, torch::ones({100}, torch::kFloat64)), -1, 1e-2);
}

TEST(Hessian, OfAStraightLineIsZero) {
  const auto f = [](const Tensor& x) { return 3 * x.sum(); };
  EXPECT_EQ(hessian(f, torch::ones({3}, torch::kFloat64)).abs().max().item<double>(), 0);
}

TEST(Hessian, EigenvaluesAscendAndKeepTheirSign) {
  // The roots of λ² − 4 λ − 4 are 2 ± √8.
  const auto values = eigenvalues(torch::tensor({{4.0, 2.0}, {2.0, 0.0}}, torch::kFloat64));
  EXPECT_NEAR(values[0], 2 - std::sqrt(8.0), 1e-12);
  EXPECT_NEAR(values[1], 2 + std::sqrt(8.0), 1e-12);
}

/// x³ for a vector, summed; calls `passed` in the second derivative, half way back.
Tensor cubes(const Tensor& x, int& passed, const std::function<void()>& half_way) {
  const Tensor square = x * x;
  // What is registered here is called in each derivative of what it leads to.
  square.register_hook([&, half_way](const Tensor& gradient) {
    ++passed;
    half_way();
    return gradient;
  });
  return (square * x).sum();
}

TEST(Hessian, IsStoppedInTheMiddleOfADerivative) {
  const Tensor at = torch::ones({2}, torch::kFloat64);
  int whole = 0, passed = 0;
  const Tensor H = hessian([&](const Tensor& x) { return cubes(x, whole, [] {}); }, at);
  EXPECT_NEAR(H[0][0].item<double>(), 6, 1e-12);
  const StopRequests requests;
  const auto f = [&](const Tensor& x) { return cubes(x, passed, [] { std::raise(SIGUSR1); }); };
  EXPECT_THROW(hessian(f, at), Stopped);
  EXPECT_EQ(passed, 1);
  EXPECT_GT(whole, 1);
}

}  // namespace
}  // namespace tetlo
