// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/small_multiples.h"

#include <fmt/format.h>

#include "tetlo/util/xml.h"

namespace tetlo {
namespace {

constexpr double kWidth = 160, kHeight = 100;

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
    body += grid_line(tick, at) +
            text_at(at.frame.left - 4, at.y(tick) + 3.5, "end", number(tick, at.step()));
  }
  body += boundary_lines(edge.phases, at) + lines(edge.candidates, at);
  const std::string said =
      fmt::format("{}. {}. {}", edge.title, edge.remark, alternative(edge.candidates, at.step()));
  return fmt::format(
      "<figure class=\"edge\"><figcaption>{}<small>{}</small></figcaption>{}</figure>\n",
      with_indices(edge.title), xml_text(edge.remark), picture(kWidth, kHeight, said, body));
}

}  // namespace

std::vector<std::string> small_multiples(const std::vector<std::vector<EdgeHistory>>& grids) {
  PlottedRange range;
  for (const auto& edges : grids) {
    for (const EdgeHistory& edge : edges) range.include(edge.candidates);
  }
  std::vector<std::string> all(grids.size());
  if (range.empty()) return all;
  const auto ticks = range.ticks();
  const Scales at{.frame = {room_for(ticks) + 6, 6, kWidth - 4, kHeight - 6},
                  .epochs = range.epochs,
                  .ticks = ticks};
  for (size_t g = 0; g < grids.size(); ++g) {
    if (grids[g].empty()) continue;
    all[g] = "<div class=\"edges\">\n";
    for (const EdgeHistory& edge : grids[g]) all[g] += small(edge, at);
    all[g] += "</div>\n";
  }
  return all;
}

}  // namespace tetlo
