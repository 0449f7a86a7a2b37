// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/hodges_lehmann.h"

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

TEST(HodgesLehmann, HasTheMediansWorkedByHand) {
  EXPECT_EQ(pseudo_median(std::vector<double>{1, 2, 6}), 2.75);
  EXPECT_EQ(hodges_lehmann_shift(std::vector<double>{5, 9}, std::vector<double>{1, 2}), 5.5);
}

TEST(HodgesLehmann, HasTheMediansOfNumPy) {
  const std::vector<double> differences = {0.6, -0.2, 1.3, 0.8, 0.5, -0.1, 0.9, 1.1};
  EXPECT_THAT(pseudo_median(differences), ten_digits(0.625));
  EXPECT_EQ(pseudo_median(std::vector<double>{3, -1, 2, 2, -2, 0, 5, 1, 0, 4, -1, 3}), 1.5);
  EXPECT_THAT(hodges_lehmann_shift(kFirst, kSecond), ten_digits(0.6));
}

TEST(HodgesLehmann, OfAThousandValuesHasTheMediansOfNumPy) {
  EXPECT_THAT(pseudo_median(thousand()), ten_digits(0.5));
  // The shift without the .03 that is taken from the second sample.
  EXPECT_NEAR(hodges_lehmann_shift(thousand(), other_thousand()), 0.00114028041799522 + 0.03,
              1e-12);
}

TEST(HodgesLehmann, OfSingleValuesIsTheirs) {
  EXPECT_EQ(pseudo_median(std::vector<double>{-3}), -3);
  EXPECT_EQ(hodges_lehmann_shift(std::vector<double>{4}, std::vector<double>{1}), 3);
}

TEST(HodgesLehmann, RefusesWhatIsNoSample) {
  EXPECT_THROW(pseudo_median(std::vector<double>{}), Error);
  EXPECT_THROW(hodges_lehmann_shift(std::vector<double>{1}, std::vector<double>{NAN}), Error);
  EXPECT_THROW(hodges_lehmann_shift(std::vector<double>{}, std::vector<double>{1}), Error);
}

}  // namespace
}  // namespace tetlo
