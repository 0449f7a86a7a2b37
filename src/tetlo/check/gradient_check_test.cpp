// SPDX-License-Identifier: Apache-2.0
#include "tetlo/check/gradient_check.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <utility>

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string name_of(const testing::TestParamInfo<GradientCase>& instance) {
  const GradientCase& problem = instance.param;
  std::string name =
      fmt::format("{}_{}_steps{}", to_string(problem.variant), to_string(problem), problem.steps);
  std::erase_if(name, [](char c) { return c == ',' || c == ' '; });
  return name;
}

class GradientCheck : public testing::TestWithParam<GradientCase> {};

TEST_P(GradientCheck, HypergradientsAreTheDerivativeOfP) {
  EXPECT_THAT(exceeded(compare_gradients(GetParam()), {}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(One, GradientCheck,
                         testing::Values(GradientCase{Variant::kStandard, "plain", "", ""},
                                         GradientCase{Variant::kStandard, "tetlo", "tied"},
                                         GradientCase{Variant::kSmooth, "tetlo", "untied"}),
                         name_of);

class GradientCheckSlow : public GradientCheck {};

TEST_P(GradientCheckSlow, HypergradientsAreTheDerivativeOfP) {
  EXPECT_THAT(exceeded(compare_gradients(GetParam()), {}), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, GradientCheckSlow, testing::ValuesIn(gradient_cases(0)), name_of);

GradientErrors smooth_errors(double exact, std::vector<double> finite_difference) {
  return {.problem = {.variant = Variant::kSmooth},
          .exact = exact,
          .radii = {0.01, 0.0025, 0.000625},
          .finite_difference = std::move(finite_difference)};
}

TEST(GradientBounds, AnErrorThatFallsSixteenfoldAtAQuarterOfTheRadiusIsOfOrderTwo) {
  EXPECT_THAT(orders(smooth_errors(0, {1.6e-3, 1e-4, 2.5e-5})),
              ElementsAre(testing::DoubleNear(2, 1e-12), testing::DoubleNear(1, 1e-12)));
}

TEST(GradientBounds, HoldForSmallErrorsOfOrderTwo) {
  EXPECT_THAT(exceeded(smooth_errors(1e-7, {1.6e-4, 1e-5, 6.25e-7}), {}), IsEmpty());
}

TEST(GradientBounds, NameTheErrorThatExceedsThem) {
  EXPECT_THAT(exceeded(smooth_errors(2e-6, {1.6e-4, 1e-5, 6.25e-7}), {}),
              ElementsAre(HasSubstr("the error of exact is 2e-06")));
  EXPECT_THAT(exceeded(smooth_errors(0, {2.56e-4, 1.6e-5, 1e-6 * 1.01}), {}),
              ElementsAre(HasSubstr("at radius 0.000625 is 1e-06")));
  EXPECT_THAT(exceeded(smooth_errors(0, {4e-6, 1e-6, 6.25e-8}), {}),
              ElementsAre(HasSubstr("the order 1.00")));
  EXPECT_THAT(exceeded(smooth_errors(std::nan(""), {1.6e-4, 1e-5, 6.25e-7}), {}),
              ElementsAre(HasSubstr("the error of exact is nan")));
  GradientErrors apart = smooth_errors(0, {1.6e-4, 1e-5, 6.25e-7});
  apart.unrolled = 1e-9;
  EXPECT_THAT(exceeded(apart, {}),
              ElementsAre(HasSubstr("the difference of exact from unrolled is 1e-09")));
}

TEST(GradientBounds, DoNotLimitTheDefaultRadiusAcrossKinks) {
  const GradientErrors errors{.problem = {.variant = Variant::kStandard},
                              .exact = 1e-8,
                              .radii = {0.01, 1e-8},
                              .finite_difference = {0.5, 1e-8}};
  EXPECT_THAT(exceeded(errors, {}), IsEmpty());
}

}  // namespace
}  // namespace tetlo
