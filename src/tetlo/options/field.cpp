// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/field.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tetlo {
namespace {

std::string literal(int64_t value) { return fmt::format("{}", value); }

std::string literal(bool value) { return value ? "true" : "false"; }

std::string literal(const std::string& value) { return toml_string(value); }

std::string literal(double value) { return toml_number(value); }

std::string literal(const std::vector<double>& values) {
  std::vector<std::string> numbers;
  for (const double value : values) numbers.push_back(toml_number(value));
  return fmt::format("[{}]", fmt::join(numbers, ", "));
}

struct TypeName {
  std::string operator()(const int64_t*) const { return "an integer"; }
  std::string operator()(const double*) const { return "a number"; }
  std::string operator()(const bool*) const { return "true or false"; }
  std::string operator()(const std::string*) const { return "a string"; }
  std::string operator()(const std::vector<double>*) const { return "a list of numbers"; }
};

}  // namespace

std::string toml_string(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (code < 0x20 || code == 0x7F) {
      result += fmt::format("\\u{:04X}", code);
    } else {
      result += c;
    }
  }
  return result + '"';
}

std::string toml_number(double number) {
  std::string text = fmt::format("{}", number);
  // TOML reads a number without dot and exponent as an integer.
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string toml_value(const Field& field) {
  return std::visit([](const auto* value) { return literal(*value); }, field.value);
}

std::string type_name(const Field& field) { return std::visit(TypeName(), field.value); }

}  // namespace tetlo
