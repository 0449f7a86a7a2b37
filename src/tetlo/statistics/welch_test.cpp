// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/welch.h"

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using Values = std::vector<double>;

struct Figures {
  double t, degrees, p, low, high;
};

void expect_figures(const std::optional<Welch>& welch, const Figures& expected) {
  ASSERT_TRUE(welch.has_value());
  EXPECT_THAT(welch->t, ten_digits(expected.t));
  EXPECT_THAT(welch->degrees, ten_digits(expected.degrees));
  EXPECT_THAT(welch->p, ten_digits(expected.p));
  EXPECT_THAT(welch->interval.low, ten_digits(expected.low));
  EXPECT_THAT(welch->interval.high, ten_digits(expected.high));
}

TEST(Welch, HasTheFiguresWorkedByHand) {
  const auto result = welch(Values{1, 2, 3}, Values{2, 4, 6});
  EXPECT_EQ(result->difference, -2);
  EXPECT_DOUBLE_EQ(result->t, -2 / std::sqrt(5.0 / 3));
  EXPECT_DOUBLE_EQ(result->degrees, 50.0 / 17);
}

TEST(Welch, HasTheFiguresOfSciPy) {
  expect_figures(welch(kFirst, kSecond), {.t = 1.24014087941612,
                                          .degrees = 9.1226574706992,
                                          .p = 0.245872303645835,
                                          .low = -0.451209700523985,
                                          .high = 1.55120970052401});
  expect_figures(welch(kFirst, kSecond, 0.99), {.t = 1.24014087941612,
                                                .degrees = 9.1226574706992,
                                                .p = 0.245872303645835,
                                                .low = -0.88640447538555,
                                                .high = 1.98640447538557});
}

TEST(Welch, OfAThousandValuesHasTheFiguresOfSciPy) {
  expect_figures(welch(thousand(), other_thousand()), {.t = 2.4107398747287,
                                                       .degrees = 1997.9997589276,
                                                       .p = 0.0160099674997139,
                                                       .low = 0.00580776175181651,
                                                       .high = 0.0564759611487907});
}

TEST(Welch, OfMeansFarApartKeepsItsDigits) {
  expect_figures(welch(Values{1, 2, 3}, Values{1001, 1002.5, 1003}), {.t = -1200.2,
                                                                      .degrees = 3.99361022364217,
                                                                      .p = 3.00473047489373e-12,
                                                                      .low = -1002.4818316188,
                                                                      .high = -997.851501714533});
}

TEST(Welch, NeedsOneSampleThatVaries) {
  expect_figures(welch(Values{1, 1, 1}, Values{2, 3, 4.5}), {.t = -2.9824045403173,
                                                             .degrees = 2,
                                                             .p = 0.0964375390860094,
                                                             .low = -5.29247140635455,
                                                             .high = 0.959138073021221});
  EXPECT_FALSE(welch(Values(3, 0.1), Values(4, 0.3)).has_value());
  EXPECT_FALSE(welch(Values(3, 0.1), Values(4, 0.1)).has_value());
}

TEST(Welch, SaysNothingOfASingleValue) {
  EXPECT_FALSE(welch(Values{1}, Values{1, 2}).has_value());
  EXPECT_FALSE(welch(Values{1, 2}, Values{1}).has_value());
}

TEST(Welch, HasFiguresAtTheLimitsOfItsInput) {
  const auto wide = welch(Values{1e100, -1e100}, Values{1e-150, 0});
  EXPECT_DOUBLE_EQ(wide->degrees, 1);
  EXPECT_DOUBLE_EQ(wide->p, 1);
  const auto narrow = welch(Values{1e-150, 0}, Values{1e100, 1e100});
  EXPECT_EQ(narrow->p, 0);
}

TEST(Welch, RefusesWhatIsNoSample) {
  EXPECT_THROW(welch(Values{}, Values{1, 2}), Error);
  EXPECT_THROW(welch(Values{1, 2}, Values{1, NAN}), Error);
}

}  // namespace
}  // namespace tetlo
