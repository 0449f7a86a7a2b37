// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/dots.h"

#include <gmock/gmock.h>

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string chart_of(const std::vector<double>& values) {
  return dot_chart({.title = "Accuracy", .unit = "%", .rows = {{"darts", "g0", values}}});
}

// The axis reaches from 16 to 344, and the middle of the first row lies at 28.
TEST(DotChart, PlacesValuesOnTheirAxis) {
  EXPECT_THAT(chart_of({0, 1, 2}),
              HasSubstr("<path class=\"dots g0\" d=\"M16 28h.1M180 28h.1M344 28h.1\"/>"));
}

TEST(DotChart, ALineStandsAtTheMedian) {
  EXPECT_THAT(chart_of({0, 0.5, 1.5, 2}), HasSubstr("<path class=\"g0\" d=\"M180 9V47\"/>"));
}

TEST(DotChart, EqualValuesStandOneAboveTheOther) {
  EXPECT_THAT(chart_of({0, 2, 0, 0}), HasSubstr("M16 28h.1M344 28h.1M16 34h.1M16 22h.1"));
}

// With six units for a dot, three fit on either side of the middle of a row of 44.
TEST(DotChart, ManyEqualValuesStayInTheirRow) {
  std::vector<double> values(100, 1);
  values.push_back(0);
  const std::string chart = chart_of(values);
  for (const char* place : {" 46h.1", " 10h.1"}) EXPECT_THAT(chart, HasSubstr(place));
  for (const char* place : {" 52h.1", " 4h.1"}) EXPECT_THAT(chart, Not(HasSubstr(place)));
}

TEST(DotChart, SaysItsValuesInWords) {
  EXPECT_THAT(chart_of({0, 2, 1}),
              HasSubstr("aria-label=\"Accuracy of each run. darts: 3 from 0.00 to 2.00, median "
                        "1.00.\""));
}

TEST(DotChart, GroupsWithoutValuesHaveNoRow) {
  const std::string chart =
      dot_chart({.title = "A", .rows = {{"first", "g0", {}}, {"second", "g1", {0, 1, 2}}}});
  EXPECT_THAT(chart, HasSubstr("dots g1\" d=\"M16 28h.1"));
  EXPECT_EQ(chart_of({}), "");
}

}  // namespace
}  // namespace tetlo
