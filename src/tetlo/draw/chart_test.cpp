// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/chart.h"

#include <gmock/gmock.h>

#include <limits>
#include <regex>

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::Not;

LineChart two_series() {
  return {.title = "Errors",
          .x = {.title = "weight"},
          .y = {.title = "error (%)"},
          .series = {{"a & b", {{0, 1}, {10, 3}}}, {"c", {{5, 2, .5}}}}};
}

/// The attributes `name` of all elements that match, as numbers.
std::vector<double> numbers(const std::string& svg, const std::string& pattern) {
  std::vector<double> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator i(svg.begin(), svg.end(), expression), end; i != end; ++i) {
    found.push_back(std::stod((*i)[1]));
  }
  return found;
}

TEST(LineChart, PlacesPointsInProportion) {
  LineChart chart = two_series();
  chart.series = {{"", {{0, 1}, {5, 2}, {10, 3}}}};
  const std::string svg = svg_of(chart);
  for (const char* pattern : {"cx=\"([0-9.]+)\"", "cy=\"([0-9.]+)\""}) {
    const auto at = numbers(svg, pattern);
    ASSERT_EQ(at.size(), 3U);
    EXPECT_NEAR(at[1], (at[0] + at[2]) / 2, 0.11) << pattern;
  }
  EXPECT_LT(numbers(svg, "cx=\"([0-9.]+)\"")[0], numbers(svg, "cx=\"([0-9.]+)\"")[2]);
  EXPECT_GT(numbers(svg, "cy=\"([0-9.]+)\"")[0], numbers(svg, "cy=\"([0-9.]+)\"")[2]);
}

TEST(LineChart, PlacesPointsOfALogarithmicAxisByTheirRatios) {
  LineChart chart = two_series();
  chart.x.logarithmic = true;
  chart.series = {{"", {{.01, 1}, {.1, 2}, {1, 3}}}};
  const auto at = numbers(svg_of(chart), "cx=\"([0-9.]+)\"");
  ASSERT_EQ(at.size(), 3U);
  EXPECT_NEAR(at[1], (at[0] + at[2]) / 2, 0.11);
}

TEST(LineChart, NamesAxesAndSeriesAndEscapesThem) {
  const std::string svg = svg_of(two_series());
  for (const char* text : {">Errors<", ">weight<", ">error (%)<", ">a &#38; b<", ">c<"}) {
    EXPECT_THAT(svg, HasSubstr(text));
  }
}

TEST(LineChart, JoinsThePointsOfASeriesOnlyIfItIsToldTo) {
  LineChart chart = two_series();
  const std::string joined = "<path d=\"M[0-9.]+ [0-9.]+L";
  EXPECT_TRUE(std::regex_search(svg_of(chart), std::regex(joined)));
  chart.series[0].joined = false;
  EXPECT_FALSE(std::regex_search(svg_of(chart), std::regex(joined)));
  EXPECT_EQ(numbers(svg_of(chart), "cx=\"([0-9.]+)\"").size(), 3U);  // one in the legend
}

TEST(LineChart, LeavesOutWhatCannotBeShown) {
  LineChart chart = two_series();
  chart.x.logarithmic = true;
  chart.series = {{"", {{0, 1}, {1, std::numeric_limits<double>::quiet_NaN()}, {2, 1}}}};
  const std::string svg = svg_of(chart);
  EXPECT_EQ(numbers(svg, "cx=\"([0-9.]+)\"").size(), 1U);
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
  EXPECT_THAT(svg, Not(HasSubstr("inf")));
}

TEST(BarChart, HasBarsInProportionToTheirValues) {
  const std::string svg =
      svg_of(BarChart{.title = "Errors", .axis = "error (%)", .bars = {{"one", 2}, {"two", 4, 1}}});
  const auto widths = numbers(svg, "width=\"([0-9.]+)\" height=\"20\"");
  ASSERT_EQ(widths.size(), 2U);
  EXPECT_NEAR(widths[1], 2 * widths[0], 0.2);
}

TEST(Charts, OfNothingAreStillPictures) {
  EXPECT_THAT(svg_of(LineChart{}), HasSubstr("</svg>"));
  EXPECT_THAT(svg_of(BarChart{}), HasSubstr("</svg>"));
}

}  // namespace
}  // namespace tetlo
