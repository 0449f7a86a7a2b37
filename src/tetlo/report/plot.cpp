// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tetlo/draw/ticks.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

constexpr double kDigit = 6.2;  ///< the width of a digit, rather too large

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

}  // namespace

std::string coordinate(double value) {
  const std::string text = fmt::format("{:.1f}", value);
  return text.ends_with(".0") ? text.substr(0, text.size() - 2) : text;
}

void PlottedRange::include(const std::vector<double>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    epochs = std::max(epochs, i + 1);
    low = std::min(low, values[i]);
    high = std::max(high, values[i]);
  }
}

void PlottedRange::include(const std::vector<Curve>& curves) {
  for (const Curve& curve : curves) {
    for (const auto* values : {&curve.y, &curve.low, &curve.high}) include(*values);
  }
}

std::vector<double> PlottedRange::ticks() const {
  const double least = std::max(std::abs(low), std::abs(high)) / 100;
  const double more = std::max(0.0, least - (high - low)) / 2;
  return linear_ticks(low - more, high + more);
}

double Scales::x(double epoch) const {
  if (epochs < 2) return (frame.left + frame.right) / 2;
  return frame.left + (frame.right - frame.left) * (epoch - 1) / static_cast<double>(epochs - 1);
}

double Scales::y(double value) const {
  const double share = (value - ticks.front()) / (ticks.back() - ticks.front());
  return frame.bottom - (frame.bottom - frame.top) * share;
}

double room_for(const std::vector<double>& ticks) {
  size_t digits = 0;
  for (const double tick : ticks) {
    digits = std::max(digits, number(tick, ticks[1] - ticks[0]).size());
  }
  return kDigit * static_cast<double>(digits);
}

std::string number(double value, double step) {
  const double large = 1e5, rounding = 1e-9;
  if (std::abs(value) >= large) return fmt::format("{:.3g}", value);
  const auto decimals =
      static_cast<int>(std::clamp(std::ceil(-std::log10(std::abs(step)) - rounding), 0.0, 9.0));
  const std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool is_zero = text.find_first_not_of("-0.") == std::string::npos;
  return is_zero && text.starts_with("-") ? text.substr(1) : text;
}

std::string lines(const std::vector<Curve>& curves, const Scales& at) {
  std::string body;
  for (const Curve& curve : curves) body += band(curve, at);
  for (const Curve& curve : curves) body += line(curve, at);
  return body;
}

std::string grid_line(double value, const Scales& at) {
  return fmt::format("<path class=\"grid\" d=\"M{} {}H{}\"/>\n", coordinate(at.frame.left),
                     coordinate(at.y(value)), coordinate(at.frame.right));
}

std::string boundary_lines(const Boundaries& phases, const Scales& at) {
  std::string text;
  for (const size_t epoch : phases) {
    text += fmt::format("<path class=\"phase\" d=\"M{} {}V{}\"/>\n",
                        coordinate(at.x(static_cast<double>(epoch) + 0.5)),
                        coordinate(at.frame.top), coordinate(at.frame.bottom));
  }
  return text;
}

std::string text_at(double x, double y, const std::string& anchor, const std::string& text) {
  return fmt::format("<text x=\"{}\" y=\"{}\"{}>{}</text>\n", coordinate(x), coordinate(y),
                     anchor.empty() ? "" : fmt::format(" class=\"{}\"", anchor), xml_text(text));
}

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

}  // namespace tetlo
