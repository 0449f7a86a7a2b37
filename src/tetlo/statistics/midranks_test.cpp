// SPDX-License-Identifier: Apache-2.0
#include "tetlo/statistics/midranks.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Midranks, OfATieAreTheMeanOfItsRanks) {
  const Midranks ranks = midranks(std::vector<double>{5, 1, 5, 9});
  EXPECT_THAT(ranks.doubled, ElementsAre(5, 2, 5, 8));
  EXPECT_THAT(ranks.groups, ElementsAre(1, 2, 1));
}

TEST(Midranks, OfEqualValuesAreAllTheMiddleOne) {
  EXPECT_THAT(midranks(std::vector<double>{3, 3, 3}).doubled, ElementsAre(4, 4, 4));
  EXPECT_THAT(midranks(std::vector<double>{}).doubled, IsEmpty());
}

TEST(Midranks, CorrectForTies) { EXPECT_EQ(tie_correction(std::vector<int64_t>{1, 2, 3}), 6 + 24); }

}  // namespace
}  // namespace tetlo
