// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/html.h"

#include <fmt/format.h>

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
                  const std::vector<std::vector<std::string>>& rows) {
  std::string text;
  for (const std::string& heading : headings) {
    text += fmt::format("<th scope=\"col\">{}</th>", xml_text(heading));
  }
  text = "<tr>" + text + "</tr>\n";
  for (const auto& row : rows) {
    text += "<tr>";
    for (const std::string& cell : row) text += fmt::format("<td>{}</td>", xml_text(cell));
    text += "</tr>\n";
  }
  return fmt::format("<div class=\"wide\" tabindex=\"0\"><table>\n{}</table></div>\n", text);
}

std::string charts(const std::vector<std::string>& all) {
  const std::string text = fmt::format("{}", fmt::join(all, ""));
  return text.empty() ? "" : "<div class=\"charts\">\n" + text + "</div>\n";
}

}  // namespace tetlo
