// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/reference.h"

#include <fmt/ranges.h>

namespace tetlo {
namespace {

/// The text as the content of a cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string result;
  for (char c : text) {
    if (c == '|') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

/// The condition of a field or section, as `method.name = "darts"`; empty if it always applies.
std::string condition_of(const Condition& condition) {
  if (condition.option.empty()) return "";
  return fmt::format("`{} = \"{}\"`", condition.option, fmt::join(condition.values, "\" or \""));
}

std::string meaning_of(const Field& field) {
  const std::string condition = condition_of(field.belongs_to);
  return condition.empty() ? field.meaning : fmt::format("{} (with {})", field.meaning, condition);
}

}  // namespace

std::string reference_of(const std::vector<Section>& sections) {
  std::string text;
  for (const Section& section : sections) {
    if (!text.empty()) text += "\n";
    text += fmt::format("## {}\n\n{}\n\n", section.name, section.meaning);
    const std::string condition = condition_of(section.belongs_to);
    if (!condition.empty()) text += fmt::format("These belong to {}.\n\n", condition);
    text += "| option | default | takes | meaning | source |\n|---|---|---|---|---|\n";
    for (const Field& field : section.fields) {
      text += fmt::format("| `{}` | `{}` | {} | {} | {} |\n", field.name, cell(toml_value(field)),
                          cell(values_taken(field)), cell(meaning_of(field)), cell(field.source));
    }
  }
  return text;
}

}  // namespace tetlo
