// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/central_difference.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

Tensor cube(const Tensor& x) { return x.pow(3); }
Tensor sum_of_cubes(const Tensor& x) { return cube(x).sum(); }

const Tensor kPoint = torch::tensor({2.0, -1.0, 0.5}, torch::kFloat64);

TEST(CentralDifference, OfACubeErrsByTheSquareOfTheStep) {
  const auto number = [](const Tensor& x) { return std::pow(x.item<double>(), 3); };
  const Tensor two = torch::tensor({2.0}, torch::kFloat64);
  EXPECT_NEAR(central_difference(number, two, torch::ones_like(two), 0.1), 12.01, 1e-12);
}

TEST(CentralDifference, OfATensorIsATensor) {
  const Tensor slope = central_difference(cube, kPoint, torch::ones_like(kPoint), 0.1);
  EXPECT_TRUE(torch::allclose(slope, 3 * kPoint * kPoint + 0.01, 0, 1e-12));
}

TEST(GradientError, IsNearlyNothingForTheGradient) {
  EXPECT_LT(gradient_error(sum_of_cubes, kPoint, 3 * kPoint * kPoint), 1e-9);
}

TEST(GradientError, IsThePartByWhichAGradientIsTooLong) {
  EXPECT_NEAR(gradient_error(sum_of_cubes, kPoint, 2 * 3 * kPoint * kPoint), 0.5, 1e-9);
  EXPECT_NEAR(gradient_error(sum_of_cubes, kPoint, torch::zeros_like(kPoint)), 1, 1e-9);
}

TEST(GradientError, SeesASingleEntryThatIsWrong) {
  Tensor gradient = 3 * kPoint * kPoint;
  gradient[2] += 0.01;
  EXPECT_GT(gradient_error(sum_of_cubes, kPoint, gradient), 1e-4);
}

TEST(GradientError, OfAConstantIsZero) {
  const auto constant = [](const Tensor& x) { return (0 * x).sum(); };
  EXPECT_EQ(gradient_error(constant, kPoint, torch::zeros_like(kPoint)), 0);
}

TEST(AutogradError, IsNearlyNothingForWhatAutogradDifferentiates) {
  EXPECT_LT(autograd_error(cube, kPoint), 1e-9);
}

TEST(AutogradError, SeesAFactorThatIsHiddenFromAutograd) {
  const auto wrong = [](const Tensor& x) { return x * x.detach() * x.detach(); };
  EXPECT_NEAR(autograd_error(wrong, kPoint), 2.0 / 3, 1e-9);
}

}  // namespace
}  // namespace tetlo
