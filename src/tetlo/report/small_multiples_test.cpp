// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/small_multiples.h"

#include <gmock/gmock.h>

#include <cmath>

namespace tetlo {
namespace {

using testing::HasSubstr;

EdgeHistory edge_with(const std::vector<double>& weights) {
  return {.title = "c_{k-2} → 0", .remark = "", .candidates = {{"none", "o0", weights}}};
}

// The lowest tick lies at 94, the highest at 6.
TEST(SmallMultiples, AllGridsHaveTheSameAxes) {
  const auto grids = small_multiples({{edge_with({0, 0})}, {}, {edge_with({1, 1})}});
  ASSERT_EQ(grids.size(), 3);
  EXPECT_THAT(grids[0], HasSubstr("class=\"o0\" d=\"M24.6 94l131.4 0\""));
  EXPECT_EQ(grids[1], "");
  EXPECT_THAT(grids[2], HasSubstr("class=\"o0\" d=\"M24.6 6l131.4 0\""));
  EXPECT_THAT(grids[0], HasSubstr("<figcaption>c<sub>k−2</sub> → 0"));
}

// Of five epochs the third lies in the middle, half of 131.4 units from the first.
TEST(SmallMultiples, ALineEndsWhereItsCandidateWasDropped) {
  const double dropped = std::nan("");
  const auto grids =
      small_multiples({{edge_with({0, 0, 0, dropped, dropped}), edge_with({1, 1, 1, 1, 1})}});
  EXPECT_THAT(grids[0], HasSubstr("d=\"M24.6 94l32.9 0 32.8 0\""));
}

}  // namespace
}  // namespace tetlo
