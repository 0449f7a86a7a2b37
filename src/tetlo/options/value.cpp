// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/value.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// The node's value if its type matches that of the member.
template <typename T>
std::optional<Value> suited(const TomlNode& node, const T*) {
  if constexpr (std::is_same_v<T, double>) {
    if (const auto* integer = std::get_if<int64_t>(&node.value)) {
      return static_cast<double>(*integer);
    }
  }
  if (const auto* exact = std::get_if<T>(&node.value)) return Value(*exact);
  return std::nullopt;
}

std::optional<Value> suited(const TomlNode& node, const Target::Enum&) {
  return suited(node, static_cast<const std::string*>(nullptr));
}

/// Values of a type without bounds always conform.
template <typename T, typename B>
std::string fault(const T&, const B&) {
  return "";
}

/// The rule that a value violates, as the rest of an error sentence that begins with the option's
/// name; empty if the value conforms.
std::string fault(const int64_t& value, const Range& range) {
  return range.contains(value) ? "" : fmt::format("is {}; it must be {}", value, to_string(range));
}

std::string fault(const double& value, const Interval& interval) {
  if (!std::isfinite(value)) {
    return fmt::format("is the number {}; it must be finite", toml_number(value));
  }
  if (interval.contains(value)) return "";
  return fmt::format("is {}; it must be {}", toml_number(value), to_string(interval));
}

std::string fault(const std::vector<double>& values, const Numbers& numbers) {
  const auto count = static_cast<int64_t>(values.size());
  if (!numbers.count.contains(count)) {
    return fmt::format("has {} numbers; there must be {}", count, to_string(numbers.count));
  }
  for (const double value : values) {
    const std::string number = toml_number(value);
    if (!std::isfinite(value)) return fmt::format("holds {}; each number must be finite", number);
    if (!numbers.each.contains(value)) {
      return fmt::format("holds {}; each number must be {}", number, to_string(numbers.each));
    }
  }
  return "";
}

std::string fault(const std::string& text, const std::vector<NamedValue>& choices) {
  const std::vector<std::string> names = names_in(choices);
  if (names.empty() || std::find(names.begin(), names.end(), text) != names.end()) return "";
  return fmt::format("is the string {}; it must be one of {}", toml_string(excerpt(text)),
                     fmt::join(names, ", "));
}

std::string fault(const Value& value, const Target& target) {
  if (const auto* text = std::get_if<std::string>(&value)) return fault(*text, target.choices);
  const auto compare = [](const auto& given, const auto& bounds) { return fault(given, bounds); };
  return std::visit(compare, value, target.bounds);
}

}  // namespace

Value value_for(const Field& field, const TomlNode& node, const std::string& name) {
  const auto value =
      std::visit([&](const auto& member) { return suited(node, member); }, field.target.member);
  require(value.has_value(), "{}: {} is {}; it must be {}.", node.where, name, node.shown,
          type_name(field));
  const std::string sentence = fault(*value, field.target);
  require(sentence.empty(), "{}: {} {}.", node.where, name, sentence);
  return *value;
}

void assign(const Field& field, const Value& value) {
  const auto store = [&](const auto& member) {
    if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(member)>>) {
      *member = std::get<std::remove_cvref_t<decltype(*member)>>(value);
    } else {
      member.set(std::get<std::string>(value));
    }
  };
  std::visit(store, field.target.member);
}

Value present_value(const Field& field) {
  const auto load = [](const auto& member) -> Value {
    if constexpr (std::is_pointer_v<std::remove_cvref_t<decltype(member)>>) {
      return *member;
    } else {
      return member.get();
    }
  };
  return std::visit(load, field.target.member);
}

std::string plain_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const auto* integer = std::get_if<int64_t>(&value)) return fmt::format("{}", *integer);
  if (const auto* number = std::get_if<double>(&value)) return toml_number(*number);
  return "";
}

}  // namespace tetlo
