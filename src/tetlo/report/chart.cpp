// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tetlo/draw/ticks.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

/// The place of a plot in its picture, in units of the picture.
struct Frame {
  double left, top, right, bottom;
};

constexpr double kWidth = 360, kHeight = 210;
constexpr double kSmallWidth = 160, kSmallHeight = 100;
constexpr double kDigit = 6.2;  ///< the width of a digit, rather too large

/// The extent of the values in both directions.
struct Range {
  size_t epochs = 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(const std::vector<double>& values) {
    for (size_t i = 0; i < values.size(); ++i) {
      if (!std::isfinite(values[i])) continue;
      epochs = std::max(epochs, i + 1);
      low = std::min(low, values[i]);
      high = std::max(high, values[i]);
    }
  }
  bool empty() const { return epochs == 0; }
  std::vector<double> ticks() const {
    const double least = std::max(std::abs(low), std::abs(high)) / 100;
    const double more = std::max(0.0, least - (high - low)) / 2;
    return linear_ticks(low - more, high + more);
  }
};

/// Whole numbers from 0 on.
std::vector<double> ticks_of_counts(const Range& range) {
  auto ticks = linear_ticks(0, std::max(range.high, 1.0));
  std::erase_if(ticks, [](double tick) { return tick != std::round(tick); });
  return ticks;
}

Range range_of(const std::vector<Curve>& curves) {
  Range range;
  for (const Curve& curve : curves) {
    for (const auto* values : {&curve.y, &curve.low, &curve.high}) range.include(*values);
  }
  return range;
}

/// Where epochs and values lie in the picture.
struct Scales {
  Frame frame;
  size_t epochs;
  std::vector<double> ticks;

  double x(double epoch) const {
    if (epochs < 2) return (frame.left + frame.right) / 2;
    return frame.left + (frame.right - frame.left) * (epoch - 1) / static_cast<double>(epochs - 1);
  }
  double y(double value) const {
    const double share = (value - ticks.front()) / (ticks.back() - ticks.front());
    return frame.bottom - (frame.bottom - frame.top) * share;
  }
  double step() const { return ticks[1] - ticks[0]; }
};

std::string coordinate(double value) {
  const std::string text = fmt::format("{:.1f}", value);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

struct Place {
  double x, y;
};

std::vector<Place> places(const std::vector<double>& values, const Scales& at) {
  std::vector<Place> all;
  for (size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i]))
      all.push_back({at.x(static_cast<double>(i + 1)), at.y(values[i])});
  }
  return all;
}

/// A way through places to a tenth of a unit. Each is written as the step from the one before,
/// which is shorter: there are ten thousand of them on a page.
std::string way(const std::vector<Place>& places) {
  const auto tenth = [](double value) { return std::llround(10 * value); };
  const auto step = [](long long tenths) {
    std::string text = coordinate(static_cast<double>(tenths) / 10);
    const size_t zero = text.find("0.");
    if (zero == 0 || (zero == 1 && text[0] == '-')) text.erase(zero, 1);
    return text;
  };
  std::string text;
  long long x = 0, y = 0;
  for (const Place& place : places) {
    const std::string dx = step(tenth(place.x) - x), dy = step(tenth(place.y) - y);
    x = tenth(place.x), y = tenth(place.y);
    const bool first = text.empty(), second = text.find('l') == std::string::npos;
    text += first ? "M" : second ? "l" : dx.starts_with('-') ? "" : " ";
    text += dx;
    if (!dy.starts_with('-')) text += ' ';
    text += dy;
  }
  return text;
}

std::string band(const Curve& curve, const Scales& at) {
  auto around = places(curve.high, at);
  const auto back = places(curve.low, at);
  if (around.size() < 2) return "";
  around.insert(around.end(), back.rbegin(), back.rend());
  return fmt::format("<path class=\"band {}\" d=\"{}z\"/>\n", curve.look, way(around));
}

/// A line, or a dot if there is only one point.
std::string line(const Curve& curve, const Scales& at) {
  const auto through = places(curve.y, at);
  if (through.empty()) return "";
  // A line of hardly any length that has round ends is a dot.
  const bool dot = through.size() == 1;
  return fmt::format("<path class=\"{}{}\" d=\"{}{}\"/>\n", dot ? "dot " : "", curve.look,
                     way(through), dot ? "h.1" : "");
}

std::string text_at(double x, double y, const std::string& anchor, const std::string& text) {
  return fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", coordinate(x), coordinate(y),
                     anchor.empty() ? "" : fmt::format(" class=\"{}\"", anchor), xml_text(text));
}

/// Lines across the plot at the ticks, and their numbers to the left.
std::string value_axis(const Scales& at) {
  std::string text;
  for (const double tick : at.ticks) {
    text += fmt::format("<path class=\"grid\" d=\"M{} {}H{}\"/>\n", coordinate(at.frame.left),
                        coordinate(at.y(tick)), coordinate(at.frame.right)) +
            text_at(at.frame.left - 6, at.y(tick) + 4, "end", number(tick, at.step()));
  }
  return text;
}

/// The numbers of epochs below the plot: the first, the last, and round ones between.
std::string epoch_axis(const Scales& at) {
  const auto last = static_cast<double>(at.epochs);
  std::vector<double> shown = {1};
  for (const double tick : linear_ticks(1, last)) {
    const double room = last / 12;
    const bool fits = tick >= 1 + room && tick <= last - room;
    if (fits && tick == std::round(tick)) shown.push_back(tick);
  }
  if (last > 1) shown.push_back(last);
  std::string text;
  for (const double epoch : shown) {
    text += text_at(at.x(epoch), at.frame.bottom + 16, "mid", fmt::format("{:g}", epoch));
  }
  return text + text_at((at.frame.left + at.frame.right) / 2, at.frame.bottom + 31, "mid", "epoch");
}

/// "main, validation: from 2.30 to 0.42; …"
std::string alternative(const std::vector<Curve>& curves, double step) {
  std::vector<std::string> parts;
  for (const Curve& curve : curves) {
    std::vector<double> finite;
    std::copy_if(curve.y.begin(), curve.y.end(), std::back_inserter(finite),
                 [](double value) { return std::isfinite(value); });
    if (finite.empty()) continue;
    parts.push_back(fmt::format("{}: from {} to {}", curve.name, number(finite.front(), step / 10),
                                number(finite.back(), step / 10)));
  }
  return fmt::format("{}", fmt::join(parts, "; "));
}

std::string picture(double width, double height, const std::string& alternative,
                    const std::string& body) {
  return fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n{}</svg>", width,
                     height, xml_text(alternative), body);
}

std::string lines(const std::vector<Curve>& curves, const Scales& at) {
  std::string body;
  for (const Curve& curve : curves) body += band(curve, at);
  for (const Curve& curve : curves) body += line(curve, at);
  return body;
}

/// The text with the indices of states lowered: c_{k-2}.
std::string with_indices(const std::string& text) {
  std::string html = xml_text(text);
  const auto replace = [&](const std::string& what, const std::string& by) {
    for (size_t at = html.find(what); at != std::string::npos; at = html.find(what)) {
      html.replace(at, what.size(), by);
    }
  };
  replace("_{k-", "<sub>k−");
  replace("}", "</sub>");
  return html;
}

std::string small(const EdgeHistory& edge, const Scales& at) {
  std::string body;
  for (const double tick : {at.ticks.front(), at.ticks.back()}) {
    body += fmt::format("<path class=\"grid\" d=\"M{} {}H{}\"/>\n", coordinate(at.frame.left),
                        coordinate(at.y(tick)), coordinate(at.frame.right)) +
            text_at(at.frame.left - 4, at.y(tick) + 3.5, "end", number(tick, at.step()));
  }
  const std::string said =
      fmt::format("{}. {}. {}", edge.title, edge.remark, alternative(edge.candidates, at.step()));
  return fmt::format(
      "<figure class=\"edge\"><figcaption>{}<small>{}</small></figcaption>{}</figure>\n",
      with_indices(edge.title), xml_text(edge.remark),
      picture(kSmallWidth, kSmallHeight, said, body + lines(edge.candidates, at)));
}

/// The width of the widest number at the ticks.
double room_for(const std::vector<double>& ticks) {
  size_t digits = 0;
  for (const double tick : ticks) {
    digits = std::max(digits, number(tick, ticks[1] - ticks[0]).size());
  }
  return kDigit * static_cast<double>(digits);
}

}  // namespace

std::string number(double value, double step) {
  const double large = 1e5, rounding = 1e-9;
  if (std::abs(value) >= large) return fmt::format("{:.3g}", value);
  const auto decimals =
      static_cast<int>(std::clamp(std::ceil(-std::log10(std::abs(step)) - rounding), 0.0, 9.0));
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool is_zero = text.find_first_not_of("-0.") == std::string::npos;
  return is_zero && text.starts_with("-") ? text.substr(1) : text;
}

std::string line_chart(const Chart& chart) {
  const Range range = range_of(chart.curves);
  if (range.empty()) return "";
  const auto ticks = chart.counts ? ticks_of_counts(range) : range.ticks();
  const Scales at{.frame = {room_for(ticks) + 10, 8, kWidth - 10, kHeight - 36},
                  .epochs = range.epochs,
                  .ticks = ticks};
  const std::string unit =
      chart.unit.empty() ? "" : fmt::format("<small>{}</small>", xml_text(chart.unit));
  const std::string said =
      fmt::format("{}, by epoch. {}.", chart.title, alternative(chart.curves, at.step()));
  return fmt::format(
      "<figure class=\"chart\"><figcaption>{}{}</figcaption>{}</figure>\n", xml_text(chart.title),
      unit,
      picture(kWidth, kHeight, said, value_axis(at) + epoch_axis(at) + lines(chart.curves, at)));
}

std::string small_multiples(const std::vector<EdgeHistory>& edges) {
  Range range;
  for (const EdgeHistory& edge : edges) {
    const Range own = range_of(edge.candidates);
    range.epochs = std::max(range.epochs, own.epochs);
    range.low = std::min(range.low, own.low);
    range.high = std::max(range.high, own.high);
  }
  if (range.empty()) return "";
  const auto ticks = range.ticks();
  const Scales at{.frame = {room_for(ticks) + 6, 6, kSmallWidth - 4, kSmallHeight - 6},
                  .epochs = range.epochs,
                  .ticks = ticks};
  std::string all;
  for (const EdgeHistory& edge : edges) all += small(edge, at);
  return fmt::format("<div class=\"edges\">\n{}</div>\n", all);
}

}  // namespace tetlo
