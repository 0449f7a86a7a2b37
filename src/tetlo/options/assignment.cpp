// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/assignment.h"

#include <cctype>

#include "tetlo/options/field.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// The text with a zero added to every decimal point that has a digit on one side only, because
/// TOML requires a digit on both sides.
std::string with_zeros(const std::string& text) {
  const auto is_digit = [&](size_t i) {
    return i < text.size() && std::isdigit(static_cast<unsigned char>(text[i]));
  };
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool point = text[i] == '.';
    const bool before = i > 0 && is_digit(i - 1), after = is_digit(i + 1);
    if (point && !before && after) result += '0';
    result += text[i];
    if (point && before && !after) result += '0';
  }
  return result;
}

}  // namespace

Assignment split_assignment(const std::string& text) {
  const size_t equals = text.find('=');
  const std::string key = trimmed(text.substr(0, equals));
  const std::string where = "--set " + excerpt(text);
  require(equals != std::string::npos && !key.empty(),
          "{}: This is not of the form section.option=value.", where);
  return {key, trimmed(text.substr(equals + 1)), where};
}

TomlNode assigned_value(const Assignment& assignment, bool wants_string) {
  const std::string& text = assignment.value;
  auto node = parse_toml_value(wants_string ? text : with_zeros(text), assignment.where);
  if (node && (!wants_string || std::holds_alternative<std::string>(node->value))) return *node;
  node = parse_toml_value(toml_string(text), assignment.where);
  require(node.has_value(), "{}: This is not text in UTF-8.", assignment.where);
  return *node;
}

}  // namespace tetlo
