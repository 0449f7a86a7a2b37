// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/chart.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace tetlo {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::string chart_of(const std::vector<double>& y) {
  return line_chart({.title = "Loss", .curves = {{.name = "main", .look = "g0", .y = y}}});
}

// The plot reaches from 10 + 3 * 6.2 units for "0.0" to 350 across, and from 8 down to 174.
TEST(LineChart, PlacesValuesBetweenTheLowestAndTheHighestTick) {
  EXPECT_THAT(chart_of({0, 1, 2}),
              HasSubstr("<path class=\"g0\" d=\"M28.6 174l160.7-83 160.7-83\""));
}

TEST(LineChart, LeadsOverMissingValues) {
  EXPECT_THAT(chart_of({0, kMissing, 2}), HasSubstr("d=\"M28.6 174l321.4-166\""));
}

TEST(LineChart, ASingleValueIsADotInTheMiddle) {
  EXPECT_THAT(chart_of({1.5}),
              testing::ContainsRegex("class=\"dot g0\" d=\"M[0-9.]+ [0-9.]+h.1\""));
}

TEST(LineChart, ABandLeadsAlongItsUpperEdgeAndBackAlongItsLower) {
  const Curve curve{.name = "main", .look = "g0", .y = {1, 1}, .low = {0, 0}, .high = {2, 2}};
  EXPECT_THAT(line_chart({.title = "Loss", .curves = {curve}}),
              HasSubstr("<path class=\"band g0\" d=\"M28.6 8l321.4 0 0 166-321.4 0z\"/>"));
}

TEST(LineChart, NoiseOfRoundingIsFlat) {
  const std::string chart = chart_of({2.0794410, 2.0794413, 2.0794411});
  EXPECT_THAT(chart, testing::ContainsRegex("d=\"M[0-9.]+ [0-9.]+l[0-9.]+ 0 [0-9.]+ 0\""));
}

TEST(LineChart, CountsHaveWholeTicksFromZeroOn) {
  const std::string chart = line_chart(
      {.title = "Skips", .counts = true, .curves = {{.name = "cell", .look = "g0", .y = {1, 1}}}});
  EXPECT_THAT(chart, HasSubstr(">0</text>"));
  EXPECT_THAT(chart, HasSubstr("d=\"M16.2 8l333.8 0\""));  // on the highest tick, 1
}

TEST(LineChart, SaysWhereCurvesBeginAndEnd) {
  EXPECT_THAT(chart_of({0, kMissing, 2, 1}),
              HasSubstr("aria-label=\"Loss, by epoch. main: from 0.00 to 1.00.\""));
}

TEST(LineChart, WithoutValuesThereIsNone) {
  EXPECT_EQ(chart_of({}), "");
  EXPECT_EQ(chart_of({kMissing, std::numeric_limits<double>::infinity()}), "");
}

TEST(LineChart, TextCannotBecomeMarkup) {
  const std::string chart =
      line_chart({.title = "a < b", .curves = {{.name = "\"c\"", .look = "g0", .y = {1, 2}}}});
  EXPECT_THAT(chart, Not(HasSubstr("a < b")));
  EXPECT_THAT(chart, HasSubstr("&#34;c&#34;: from"));
}

// 0.5, 1 and 1.5 lie at 28.6, 189.3 and 350.
TEST(LineChart, ValuesStandAtMultiplesOfTheStep) {
  const std::string chart =
      line_chart({.title = "Loss",
                  .curves = {{.name = "main", .look = "g0", .y = {0, 1, 2}}},
                  .x = {.title = "seconds", .step = 0.5, .is_of_epochs = false}});
  EXPECT_THAT(chart, HasSubstr("<text x=\"189.3\" y=\"190\" class=\"mid\">1</text>"));
  EXPECT_THAT(chart, HasSubstr("class=\"mid\">seconds</text>"));
  EXPECT_THAT(chart, HasSubstr("Loss, by seconds. main"));
}

TEST(LineChart, CostsInStepsOfOneAreNoEpochs) {
  const std::string chart =
      line_chart({.title = "Loss",
                  .curves = {{.name = "main", .look = "g0", .y = {0, 1, 2}}},
                  .x = {.title = "seconds", .step = 1, .is_of_epochs = false}});
  EXPECT_THAT(chart, HasSubstr("<small>by seconds</small>"));
}

// Epochs 1, 2, 3 and 4 lie at 28.6, 135.7, 242.9 and 350, and the names of phases need 14 units above.
TEST(LineChart, ANewPhaseBeginsBetweenTwoEpochs) {
  const std::string chart =
      line_chart({.title = "Loss",
                  .curves = {{.name = "main", .look = "g0", .y = {2, 1, 2, 0}}},
                  .phases = {2}});
  EXPECT_THAT(chart, HasSubstr("<path class=\"phase\" d=\"M189.3 22V174\"/>"));
  EXPECT_THAT(chart, HasSubstr("<text x=\"108.9\" y=\"16\" class=\"mid\">phase 1</text>"));
  EXPECT_THAT(chart, HasSubstr("<text x=\"269.6\" y=\"16\" class=\"mid\">phase 2</text>"));
  EXPECT_THAT(chart, HasSubstr("by epoch; new phases begin after epoch 2. main"));
}

TEST(LineChart, NamesOfPhasesThatWouldOverlapAreLeftOut) {
  std::vector<double> y(40, 1);
  y.back() = 2;
  const std::string chart = line_chart(
      {.title = "Loss", .curves = {{.name = "main", .look = "g0", .y = y}}, .phases = {2, 4}});
  EXPECT_THAT(chart, Not(HasSubstr("phase 1<")));
  EXPECT_THAT(chart, Not(HasSubstr("phase 2<")));
  EXPECT_THAT(chart, HasSubstr("phase 3<"));
}

}  // namespace
}  // namespace tetlo
