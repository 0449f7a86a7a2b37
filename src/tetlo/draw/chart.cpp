// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tetlo/draw/ticks.h"
#include "tetlo/util/text.h"
#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

constexpr double kPlotWidth = 480, kPlotHeight = 300;
constexpr double kTop = 52, kBottom = 64;  // above the plot: the title; below: ticks and axis title
constexpr double kCharacter = 8.6;         // width of a character on average, rather too large
constexpr double kInset = 14;              // between the frame and the outermost points
constexpr double kBarRow = 36, kBarHeight = 20;

/// A palette that colour-blind readers can tell apart, without its yellow [Okabe2008].
constexpr const char* kColours[] = {"#0072B2", "#D55E00", "#009E73",
                                    "#CC79A7", "#56B4E9", "#E69F00"};

double width_of(const std::string& text) {
  return kCharacter * static_cast<double>(character_count(text));
}

std::string number(double value) { return fmt::format("{:g}", value); }

std::string text_at(double x, double y, const std::string& text, const std::string& more = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, more, xml_text(text));
}

std::string line(Point from, Point to, const std::string& colour, double width = 1) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
      "stroke-width=\"{}\"/>\n",
      from.x, from.y, to.x, to.y, colour, width);
}

constexpr const char* kGrid = "#d8d8d8";
constexpr const char* kInk = "#222222";
constexpr const char* kMiddle = "text-anchor=\"middle\"";
constexpr const char* kEnd = "text-anchor=\"end\"";
constexpr double kHalfHeight = 5;  // of letters: not every viewer centres text by itself

/// An axis on the page: the lowest value lies at `from`, the highest at `to`.
struct Scale {
  Axis axis;
  std::vector<double> ticks;
  double from = 0, to = 0;

  double measure(double value) const { return axis.logarithmic ? std::log10(value) : value; }
  double at(double value) const {
    const double low = measure(ticks.front()), high = measure(ticks.back());
    return from + (to - from) * (measure(value) - low) / (high - low);
  }
  bool shows(double value) const {
    return std::isfinite(value) && (value > 0 || !axis.logarithmic);
  }
};

/// The smallest and the largest of the values that an axis can show.
struct Extremes {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  void include(double value, const Axis& axis) {
    if (!Scale{.axis = axis, .ticks = {}}.shows(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  std::vector<double> ticks(const Axis& axis) const {
    const bool empty = low > high;
    if (axis.logarithmic) return empty ? logarithmic_ticks(1, 10) : logarithmic_ticks(low, high);
    auto ticks = empty ? linear_ticks(0, 1) : linear_ticks(low, high);
    const auto is_part = [](double tick) { return tick != std::round(tick); };
    if (axis.counts) std::erase_if(ticks, is_part);
    return ticks;
  }
};

std::string page(double wanted, double height, const std::string& title, const std::string& body) {
  const double width = std::max(wanted, 1.3 * width_of(title));
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"Helvetica, Arial, sans-serif\" "
      "font-size=\"14\" fill=\"{2}\">\n"
      "<title>{3}</title>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{4}{5}</svg>\n",
      width, height, kInk, xml_text(title),
      text_at(width / 2, 30, title, "text-anchor=\"middle\" font-size=\"17\""), body);
}

/// Where the plot lies on the page.
struct Plot {
  double left = 0, top = kTop, width = kPlotWidth, height = kPlotHeight;

  double right() const { return left + width; }
  double bottom() const { return top + height; }
  std::string frame() const {
    return fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"none\" "
        "stroke=\"{}\"/>\n",
        left, top, width, height, kInk);
  }
  /// The ticks below the plot with lines up through it, and the title of the axis.
  std::string horizontal(const Scale& scale) const {
    std::string text;
    for (const double tick : scale.ticks) {
      const double x = scale.at(tick);
      text +=
          line({x, top}, {x, bottom()}, kGrid) + text_at(x, bottom() + 20, number(tick), kMiddle);
    }
    return text + text_at(left + width / 2, bottom() + 46, scale.axis.title, kMiddle);
  }
  /// The same to the left of it.
  std::string vertical(const Scale& scale) const {
    std::string text;
    for (const double tick : scale.ticks) {
      const double y = scale.at(tick);
      text += line({left, y}, {right(), y}, kGrid) +
              text_at(left - 8, y + kHalfHeight, number(tick), kEnd);
    }
    const double x = 20, y = top + height / 2;
    return text + text_at(x, y, scale.axis.title,
                          fmt::format("{} transform=\"rotate(-90 {} {})\"", kMiddle, x, y));
  }
};

/// A vertical or horizontal bar with short ends.
std::string error_bar(Point from, Point to, const std::string& colour) {
  const double end = 4;
  const bool upright = from.x == to.x;
  const double dx = upright ? end : 0, dy = upright ? 0 : end;
  return line(from, to, colour, 1.5) +
         line({from.x - dx, from.y - dy}, {from.x + dx, from.y + dy}, colour, 1.5) +
         line({to.x - dx, to.y - dy}, {to.x + dx, to.y + dy}, colour, 1.5);
}

/// The marks of series differ in form, too, for readers who do not see the colours. When the
/// colours begin again, the forms do not, so that a colour has the same form only after 18 series.
std::string mark(size_t series, Point at, const std::string& colour) {
  switch ((series + series / std::size(kColours)) % 3) {
    case 0:
      return fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\" fill=\"{}\"/>\n", at.x,
                         at.y, colour);
    case 1:
      return fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"8.6\" height=\"8.6\" fill=\"{}\"/>\n",
          at.x - 4.3, at.y - 4.3, colour);
    default:
      return fmt::format("<path d=\"M{:.1f} {:.1f}l5.4 9.6h-10.8z\" fill=\"{}\"/>\n", at.x,
                         at.y - 6, colour);
  }
}

std::string colour_of(size_t series) { return kColours[series % std::size(kColours)]; }

/// How the line of a series is drawn: solid, dashed when the colours begin again, and then dotted.
std::string dashes_of(size_t series) {
  constexpr const char* kDashes[] = {"", " stroke-dasharray=\"8 5\"", " stroke-dasharray=\"2 4\""};
  return kDashes[series / std::size(kColours) % std::size(kDashes)];
}

std::string draw(const Series& series, size_t index, const Scale& x, const Scale& y) {
  const std::string colour = colour_of(index);
  std::string way, bars, marks;
  for (const Point& point : series.points) {
    if (!x.shows(point.x) || !y.shows(point.y)) continue;
    const Point at{x.at(point.x), y.at(point.y)};
    way += fmt::format("{}{:.1f} {:.1f}", way.empty() ? "M" : "L", at.x, at.y);
    const double low = point.y - point.error, high = point.y + point.error;
    if (point.error > 0 && y.shows(low) && y.shows(high)) {
      bars += error_bar({at.x, y.at(low)}, {at.x, y.at(high)}, colour);
    }
    marks += mark(index, at, colour);
  }
  if (!series.joined) return bars + marks;
  return fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n", way,
                     colour, dashes_of(index)) +
         bars + marks;
}

/// The legend to the right of the plot: a mark and a name for each series.
std::string legend(const LineChart& chart, const Plot& plot) {
  std::string text;
  for (size_t i = 0; i < chart.series.size(); ++i) {
    const double x = plot.right() + 18, y = plot.top + 12 + 24 * static_cast<double>(i);
    if (chart.series[i].joined) {
      text += fmt::format("<path d=\"M{:.1f} {:.1f}h32\" stroke=\"{}\" stroke-width=\"2\"{}/>\n",
                          x - 3, y, colour_of(i), dashes_of(i));
    }
    text +=
        mark(i, {x + 13, y}, colour_of(i)) + text_at(x + 34, y + kHalfHeight, chart.series[i].name);
  }
  return text;
}

/// The width of the longest tick of an axis.
double width_of(const std::vector<double>& ticks) {
  double width = 0;
  for (const double tick : ticks) width = std::max(width, width_of(number(tick)));
  return width;
}

}  // namespace

std::string svg_of(const LineChart& chart) {
  Extremes across, up;
  for (const Series& series : chart.series) {
    for (const Point& point : series.points) {
      across.include(point.x, chart.x);
      for (const double y : {point.y - point.error, point.y, point.y + point.error}) {
        up.include(y, chart.y);
      }
    }
  }
  Scale x{.axis = chart.x, .ticks = across.ticks(chart.x)};
  Scale y{.axis = chart.y, .ticks = up.ticks(chart.y)};
  const Plot plot{.left = 44 + width_of(y.ticks)};
  x.from = plot.left + kInset, x.to = plot.right() - kInset;
  y.from = plot.bottom() - kInset, y.to = plot.top + kInset;
  std::string body = plot.horizontal(x) + plot.vertical(y) + plot.frame();
  for (size_t i = 0; i < chart.series.size(); ++i) body += draw(chart.series[i], i, x, y);
  double names = 0;
  for (const Series& series : chart.series) names = std::max(names, width_of(series.name));
  const bool has_legend = names > 0;
  if (has_legend) body += legend(chart, plot);
  return page(plot.right() + (has_legend ? 60 + names : 24), plot.bottom() + kBottom, chart.title,
              body);
}

std::string svg_of(const BarChart& chart) {
  Scale x{.axis = {.title = chart.axis}, .ticks = {}};
  Extremes extremes;
  extremes.include(0, x.axis);
  double names = 0;
  std::vector<Bar> bars;
  for (const Bar& bar : chart.bars) {
    if (!std::isfinite(bar.value)) continue;
    bars.push_back(bar);
    extremes.include(bar.value + bar.error, x.axis);
    names = std::max(names, width_of(bar.name));
  }
  x.ticks = extremes.ticks(x.axis);
  const Plot plot{.left = 24 + names,
                  .height = kBarRow * static_cast<double>(std::max<size_t>(bars.size(), 1))};
  x.from = plot.left, x.to = plot.right();
  std::string body = plot.horizontal(x);
  for (size_t i = 0; i < bars.size(); ++i) {
    const auto& [name, value, error] = bars[i];
    const double y = plot.top + kBarRow * (static_cast<double>(i) + 0.5);
    body += text_at(plot.left - 8, y + kHalfHeight, name, kEnd) +
            fmt::format(
                "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" fill=\"{}\"/>\n",
                plot.left, y - kBarHeight / 2, x.at(value) - plot.left, kBarHeight, kColours[4]);
    if (error > 0)
      body += error_bar({x.at(std::max(value - error, 0.0)), y}, {x.at(value + error), y}, kInk);
    body += text_at(plot.right() + 10, y + kHalfHeight, fmt::format("{:#.4g}", value));
  }
  return page(plot.right() + 80, plot.bottom() + kBottom, chart.title, body + plot.frame());
}

}  // namespace tetlo
