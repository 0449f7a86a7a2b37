// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace tetlo {

std::string excerpt(const std::string& text, size_t most) {
  size_t characters = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!continues_character(text[i]) && characters++ == most) return text.substr(0, i) + "…";
  }
  return text;
}

bool continues_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

size_t character_count(const std::string& text) {
  return text.size() -
         static_cast<size_t>(std::count_if(text.begin(), text.end(), continues_character));
}

std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string duration(double seconds) {
  const auto whole = std::llround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

std::string byte_count(int64_t bytes) {
  const double mebibytes = std::ldexp(static_cast<double>(bytes), -20);
  const double gibibyte = 1024;
  return mebibytes < gibibyte ? fmt::format("{:.0f} MiB", mebibytes)
                              : fmt::format("{:.1f} GiB", mebibytes / gibibyte);
}

std::string with_commas(int64_t number) {
  std::string text = std::to_string(number);
  const int first = number < 0 ? 1 : 0;  // the place of the first digit
  for (int place = static_cast<int>(text.size()) - 3; place > first; place -= 3) {
    text.insert(static_cast<size_t>(place), ",");
  }
  return text;
}

std::vector<std::string> between_commas(const std::string& text) {
  std::vector<std::string> parts;
  if (text.empty()) return parts;
  std::istringstream rest(text + ',');  // Without the comma an empty last part would be lost.
  for (std::string part; std::getline(rest, part, ',');) parts.push_back(part);
  return parts;
}

}  // namespace tetlo
