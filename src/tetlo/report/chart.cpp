// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/chart.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "tetlo/draw/ticks.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

constexpr double kWidth = 360, kHeight = 210;
constexpr double kNames = 14;  ///< the height of a line of text above the plot

/// Whole numbers from 0 on.
std::vector<double> ticks_of_counts(const PlottedRange& range) {
  auto ticks = linear_ticks(0, std::max(range.high, 1.0));
  std::erase_if(ticks, [](double tick) { return tick != std::round(tick); });
  return ticks;
}

/// Lines across the plot at the ticks, and their numbers to the left.
std::string value_axis(const Scales& at) {
  std::string text;
  for (const double tick : at.ticks) {
    text += grid_line(tick, at) +
            text_at(at.frame.left - 6, at.y(tick) + 4, "end", number(tick, at.step()));
  }
  return text;
}

/// Round numbers below the plot; of epochs also the first and the last.
std::string lower_axis(const Axis& axis, const Scales& at) {
  const auto last = axis.step * static_cast<double>(at.epochs);
  const double room = axis.is_of_epochs ? last / 12 : 0;
  std::vector<double> shown;
  if (axis.is_of_epochs) shown.push_back(1);
  for (const double tick : linear_ticks(axis.step, last)) {
    const bool fits = tick >= axis.step + room && tick <= last - room;
    if (fits && (!axis.is_of_epochs || tick == std::round(tick))) shown.push_back(tick);
  }
  if (axis.is_of_epochs && last > 1) shown.push_back(last);
  std::string text;
  for (const double value : shown) {
    text +=
        text_at(at.x(value / axis.step), at.frame.bottom + 16, "mid", fmt::format("{:g}", value));
  }
  return text +
         text_at((at.frame.left + at.frame.right) / 2, at.frame.bottom + 31, "mid", axis.title);
}

/// The names of the phases above the plot, each in the middle of its stretch if it fits there.
std::string phase_names(const Boundaries& phases, const Scales& at) {
  std::string text;
  const double room = 46;
  for (size_t p = 0; p <= phases.size(); ++p) {
    const double from = p == 0 ? 1 : static_cast<double>(phases[p - 1]) + 0.5;
    const double to = static_cast<double>(p == phases.size() ? at.epochs : phases[p]) + 0.5;
    const double left = at.x(from), right = std::min(at.x(to), at.frame.right);
    if (right - left < room) continue;
    text += text_at((left + right) / 2, at.frame.top - 6, "mid", fmt::format("phase {}", p + 1));
  }
  return text;
}

/// "; new phases begin after epochs 25, 50"
std::string phases_in_words(const Boundaries& phases) {
  if (phases.empty()) return "";
  return fmt::format("; new phases begin after {} {}", phases.size() == 1 ? "epoch" : "epochs",
                     fmt::join(phases, ", "));
}

}  // namespace

std::string line_chart(const Chart& chart) {
  PlottedRange range;
  range.include(chart.curves);
  if (range.empty()) return "";
  const auto ticks = chart.counts ? ticks_of_counts(range) : range.ticks();
  const double top = chart.phases.empty() ? 8 : 8 + kNames;
  const Scales at{.frame = {room_for(ticks) + 10, top, kWidth - 10, kHeight - 36},
                  .epochs = range.epochs,
                  .ticks = ticks};
  const std::string by = chart.x.is_of_epochs ? "" : "by " + chart.x.title;
  const std::string remark =
      chart.unit.empty() || by.empty() ? chart.unit + by : chart.unit + ", " + by;
  const std::string small =
      remark.empty() ? "" : fmt::format("<small>{}</small>", xml_text(remark));
  const std::string said =
      fmt::format("{}, by {}{}. {}.", chart.title, chart.x.title, phases_in_words(chart.phases),
                  alternative(chart.curves, at.step()));
  const std::string names = chart.phases.empty() ? "" : phase_names(chart.phases, at);
  return fmt::format(
      "<figure class=\"chart\"><figcaption>{}{}</figcaption>{}</figure>\n", xml_text(chart.title),
      small,
      picture(kWidth, kHeight, said,
              value_axis(at) + lower_axis(chart.x, at) + boundary_lines(chart.phases, at) + names +
                  lines(chart.curves, at)));
}

}  // namespace tetlo
