// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/holm.h"

#include "tetlo/statistics/test_samples.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Values = std::vector<double>;

TEST(Holm, AdjustsTheValuesWorkedByHand) {
  EXPECT_THAT(holm(Values{.01, .04, .03}),
              ElementsAre(ten_digits(.03), ten_digits(.06), ten_digits(.06)));
}

TEST(Holm, HasTheValuesOfStatsmodels) {
  EXPECT_THAT(holm(Values{.01, .04, .03, .005}),
              ElementsAre(ten_digits(.03), ten_digits(.06), ten_digits(.06), ten_digits(.02)));
  EXPECT_THAT(holm(Values{.02, .02, .5, .9, .001, .03}),
              ElementsAre(ten_digits(.1), ten_digits(.1), 1, 1, ten_digits(.006), ten_digits(.1)));
  EXPECT_THAT(holm(Values{.0001, .6, .04, .04, .04}),
              ElementsAre(ten_digits(.0005), ten_digits(.6), ten_digits(.16), ten_digits(.16),
                          ten_digits(.16)));
}

TEST(Holm, LeavesASingleValue) {
  EXPECT_THAT(holm(Values{.04}), ElementsAre(.04));
  EXPECT_THAT(holm(Values{}), IsEmpty());
}

TEST(Holm, RefusesWhatIsNoProbability) {
  for (const double bad : {NAN, -.1f, 1.1f}) EXPECT_THROW(holm(Values{.5, bad}), Error) << bad;
}

}  // namespace
}  // namespace tetlo
