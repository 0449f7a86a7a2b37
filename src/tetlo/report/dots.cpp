// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/dots.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tetlo/report/plot.h"
#include "tetlo/util/median.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

constexpr double kWidth = 360, kLeft = 16, kRight = kWidth - 16, kTop = 6;
constexpr double kRow = 44, kAxis = 24;
constexpr double kDot = 6;  ///< the diameter, as in the style sheet

/// Where values lie across the picture.
struct Axis {
  std::vector<double> ticks;

  double x(double value) const {
    return kLeft + (kRight - kLeft) * (value - ticks.front()) / (ticks.back() - ticks.front());
  }
  double step() const { return ticks[1] - ticks[0]; }
};

std::string ticks_of(const Axis& axis, double bottom) {
  std::string text;
  for (const double tick : axis.ticks) {
    text += fmt::format("<path class=\"grid\" d=\"M{} {}V{}\"/>\n", coordinate(axis.x(tick)),
                        coordinate(kTop), coordinate(bottom)) +
            text_at(axis.x(tick), bottom + 16, "mid", number(tick, axis.step()));
  }
  return text;
}

/// How far from the middle of its row a dot stands that `before` others share its place with:
/// 0, 1, −1, 2, −2, … diameters, and again from 0 where the row ends.
double offset(int before) {
  const int sides = static_cast<int>((kRow - kDot) / (2 * kDot));
  const int place = before % (2 * sides + 1);
  return kDot * (place % 2 == 1 ? (place + 1) / 2 : -place / 2);
}

std::string row_of(const DotRow& row, const Axis& axis, double middle) {
  std::map<long long, int> taken;
  std::string dots;
  for (const double value : row.values) {
    const double x = axis.x(value);
    const int before = taken[std::llround(x / kDot)]++;
    dots += fmt::format("M{} {}h.1", coordinate(x), coordinate(middle + offset(before)));
  }
  const double half = kRow / 2 - 3;
  return fmt::format("<path class=\"dots {}\" d=\"{}\"/>\n<path class=\"{}\" d=\"M{} {}V{}\"/>\n",
                     row.look, dots, row.look, coordinate(axis.x(median(row.values))),
                     coordinate(middle - half), coordinate(middle + half));
}

/// "darts: 3 runs from 93.10 to 94.00, median 93.50; …"
std::string in_words(const std::vector<DotRow>& rows, double step) {
  std::vector<std::string> parts;
  for (const auto& [name, look, values] : rows) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    parts.push_back(fmt::format("{}: {} from {} to {}, median {}", name, values.size(),
                                number(*low, step / 10), number(*high, step / 10),
                                number(median(values), step / 10)));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

std::string dot_chart(const DotChart& chart) {
  std::vector<DotRow> rows;
  PlottedRange range;
  for (const DotRow& row : chart.rows) {
    range.include(row.values);
    if (!row.values.empty()) rows.push_back(row);
  }
  if (rows.empty()) return "";
  const Axis axis{range.ticks()};
  const double bottom = kTop + kRow * static_cast<double>(rows.size());
  std::string body = ticks_of(axis, bottom);
  for (size_t r = 0; r < rows.size(); ++r) {
    body += row_of(rows[r], axis, kTop + kRow * (static_cast<double>(r) + 0.5));
  }
  const std::string unit = chart.unit.empty() ? "" : chart.unit + "; ";
  const std::string said =
      fmt::format("{} of each run. {}.", chart.title, in_words(rows, axis.step()));
  return fmt::format(
      "<figure class=\"chart\"><figcaption>{}<small>{}a line at each "
      "median</small></figcaption>{}</figure>\n",
      xml_text(chart.title), xml_text(unit), picture(kWidth, bottom + kAxis, said, body));
}

}  // namespace tetlo
