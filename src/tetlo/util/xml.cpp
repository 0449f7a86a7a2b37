// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/xml.h"

#include <fmt/format.h>

namespace tetlo {

std::string xml_text(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool special = c == '&' || c == '<' || c == '>' || c == '"';
    result += special ? fmt::format("&#{};", static_cast<int>(c)) : std::string(1, c);
  }
  return result;
}

}  // namespace tetlo
