// SPDX-License-Identifier: Apache-2.0
#include "tetlo/draw/heat_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

constexpr size_t kMostWithNumbers = 20;
constexpr double kLarge = 40, kSmall = 10;  // sides of a square
constexpr double kTop = 60, kMargin = 24, kCharacter = 8.6;

double width_of(const std::vector<std::string>& names) {
  size_t longest = 0;
  for (const std::string& name : names) longest = std::max(longest, name.size());
  return kCharacter * static_cast<double>(longest);
}

std::string text(double x, double y, const std::string& content, const std::string& more) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", x, y, more,
                     xml_text(content));
}

/// From white to dark blue.
std::string colour_of(double share) {
  const auto mixed = [&](double dark) { return static_cast<int>(255 + share * (dark - 255)); };
  return fmt::format("#{:02x}{:02x}{:02x}", mixed(0), mixed(68), mixed(136));
}

}  // namespace

std::string svg_of(const HeatMap& map) {
  const size_t size = map.names.size();
  const bool numbers = size <= kMostWithNumbers;
  const double side = numbers ? kLarge : kSmall;
  const double names = numbers ? width_of(map.names) : 0;
  const double left = kMargin + 26 + names, edge = side * static_cast<double>(size);
  std::string body;
  for (size_t row = 0; row < size; ++row) {
    const auto& counts = map.counts[row];
    const auto sum = static_cast<double>(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
    const double y = kTop + side * static_cast<double>(row);
    for (size_t column = 0; column < size; ++column) {
      const double x = left + side * static_cast<double>(column);
      const double share = sum > 0 ? static_cast<double>(counts[column]) / sum : 0;
      body +=
          fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>\n",
                      x, y, side, side, colour_of(share));
      if (!numbers || counts[column] == 0) continue;
      body += text(
          x + side / 2, y + side / 2 + 5, std::to_string(counts[column]),
          fmt::format("text-anchor=\"middle\" fill=\"{}\"", share > 0.5 ? "#ffffff" : "#222222"));
    }
    if (!numbers) continue;
    body += text(left - 6, y + side / 2 + 5, map.names[row], "text-anchor=\"end\"");
    const double x = left + side * (static_cast<double>(row) + 0.5) + 5, below = kTop + edge + 8;
    body +=
        text(x, below, map.names[row],
             fmt::format("text-anchor=\"end\" transform=\"rotate(-90 {:.1f} {:.1f})\"", x, below));
  }
  body += fmt::format(
      "<rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"none\" "
      "stroke=\"#222222\"/>\n",
      left, kTop, edge, edge);
  const double width =
      left + std::max(edge, 11.0 * static_cast<double>(map.title.size())) + kMargin;
  const double height = kTop + edge + names + 60, middle = kTop + edge / 2;
  body += text(left, 34, map.title, "font-size=\"17\"");
  body += text(left + edge / 2, height - 20, map.across, "text-anchor=\"middle\"");
  body += text(20, middle, map.down,
               fmt::format("text-anchor=\"middle\" transform=\"rotate(-90 20 {:.1f})\"", middle));
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"Helvetica, Arial, sans-serif\" "
      "font-size=\"14\" fill=\"#222222\">\n<title>{2}</title>\n"
      "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{3}</svg>\n",
      width, height, xml_text(map.title), body);
}

}  // namespace tetlo
