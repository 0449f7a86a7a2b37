// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/html.h"

#include <fmt/format.h>

#include "tetlo/util/text.h"
#include "tetlo/util/xml.h"

namespace tetlo {

std::string html_of(const PagePart& part) {
  if (part.content.empty()) return "";
  return fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n<p>{}</p>\n{}</section>\n", part.id,
                     xml_text(part.heading), xml_text(part.explanation), part.content);
}

std::string html_of(const Facts& facts) {
  std::string text;
  for (const auto& [name, value] : facts) {
    if (value.empty()) continue;
    text += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", xml_text(name), xml_text(value));
  }
  return text.empty() ? "" : "<dl>\n" + text + "</dl>\n";
}

std::string html_of(const Legend& legend, const std::string& label) {
  std::string text;
  for (const auto& [look, name] : legend) {
    text += fmt::format(
        "<li><svg viewBox=\"0 0 26 8\" aria-hidden=\"true\"><path class=\"{}\" d=\"M1 4h24\"/>"
        "</svg>{}</li>\n",
        look, xml_text(name));
  }
  return fmt::format("<ul class=\"legend\" aria-label=\"{}\">\n{}</ul>\n", xml_text(label), text);
}

std::string table(const std::vector<std::string>& headings,
                  const std::vector<std::vector<std::string>>& rows,
                  const std::set<size_t>& numbers) {
  constexpr size_t kLong = 40;  // characters, beyond which text is broken into lines
  const auto look = [&](size_t column, const std::string& text) {
    if (numbers.contains(column)) return " class=\"n\"";
    return character_count(text) > kLong ? " class=\"long\"" : "";
  };
  std::string text = "<tr>";
  for (size_t c = 0; c < headings.size(); ++c) {
    text += fmt::format("<th scope=\"col\"{}>{}</th>", look(c, ""), xml_text(headings[c]));
  }
  text += "</tr>\n";
  for (const auto& row : rows) {
    text += "<tr>";
    for (size_t c = 0; c < row.size(); ++c) {
      text += fmt::format("<td{}>{}</td>", look(c, row[c]), xml_text(row[c]));
    }
    text += "</tr>\n";
  }
  return fmt::format("<div class=\"wide\" tabindex=\"0\"><table>\n{}</table></div>\n", text);
}

std::string charts(const std::vector<std::string>& all) {
  const std::string text = fmt::format("{}", fmt::join(all, ""));
  return text.empty() ? "" : "<div class=\"charts\">\n" + text + "</div>\n";
}

}  // namespace tetlo
