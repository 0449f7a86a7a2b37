// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/field.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tetlo {
namespace {

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7F; }

std::string literal(int64_t value) { return fmt::format("{}", value); }

std::string literal(bool value) { return value ? "true" : "false"; }

std::string literal(const std::string& value) {
  const bool has_lines = value.find('\n') != std::string::npos;
  // Lines that begin with # are left to comments.
  const bool verbatim = ("\n" + value).find("\n#") == std::string::npos &&
                        std::none_of(value.begin(), value.end(), [](unsigned char c) {
                          return c == '\'' || (c != '\n' && is_control(c));
                        });
  // TOML drops the line break after the opening quotes.
  return has_lines && verbatim ? fmt::format("'''\n{}'''", value) : toml_string(value);
}

std::string literal(double value) { return toml_number(value); }

std::string literal(const std::vector<double>& values) {
  std::vector<std::string> numbers(values.size());
  std::transform(values.begin(), values.end(), numbers.begin(), toml_number);
  return fmt::format("[{}]", fmt::join(numbers, ", "));
}

std::string literal(const Target::Enum& value) { return toml_string(value.get()); }

template <typename T>
std::string literal(const T* value) {
  return literal(*value);
}

struct TypeName {
  std::string operator()(const int64_t*) const { return "an integer"; }
  std::string operator()(const double*) const { return "a number"; }
  std::string operator()(const bool*) const { return "true or false"; }
  std::string operator()(const std::string*) const { return "a string"; }
  std::string operator()(const std::vector<double>*) const { return "a list of numbers"; }
  std::string operator()(const Target::Enum&) const { return "a string"; }
};

std::string with_unit(const std::string& values, const std::string& unit) {
  return unit.empty() ? values : fmt::format("{} ({})", values, unit);
}

/// The text after the name of the type: the range of a number and its unit.
struct Bounds {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const Range& range) const {
    return " " + with_unit(to_string(range), range.unit);
  }
  std::string operator()(const Interval& interval) const {
    const bool closed = interval.minimum_included && interval.maximum_included;
    return (closed ? " " : ", ") + with_unit(to_string(interval), interval.unit);
  }
  std::string operator()(const Numbers& numbers) const {
    return fmt::format(", {} of them, each {}", to_string(numbers.count),
                       with_unit(to_string(numbers.each), numbers.each.unit));
  }
};

/// `name`: meaning source
std::string described(const NamedValue& value) {
  std::string text = fmt::format("`{}`", value.name);
  if (!value.meaning.empty()) text += ": " + value.meaning;
  if (!value.source.empty()) text += " " + value.source;
  return text;
}

}  // namespace

std::string toml_string(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (is_control(code)) {
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
  return std::visit([](const auto& member) { return literal(member); }, field.target.member);
}

std::string type_name(const Field& field) { return std::visit(TypeName(), field.target.member); }

std::string values_taken(const Field& field) {
  const Target& target = field.target;
  if (target.choices.empty()) return type_name(field) + std::visit(Bounds(), target.bounds);
  std::vector<std::string> values;
  for (const NamedValue& value : target.choices) values.push_back(described(value));
  const bool brief =
      std::all_of(target.choices.begin(), target.choices.end(),
                  [](const auto& value) { return value.meaning.empty() && value.source.empty(); });
  return fmt::format("{}", fmt::join(values, brief ? ", " : "<br>"));
}

}  // namespace tetlo
