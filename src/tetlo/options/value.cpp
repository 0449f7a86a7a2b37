// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/value.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The node's value if its type suits a field of type T.
template <typename T>
std::optional<Value> suited(const toml::node& node, const T*) {
  if constexpr (std::is_same_v<T, double>) {
    if (const auto* integer = node.as_integer()) return static_cast<double>(**integer);
  }
  if (const auto* exact = node.as<T>()) return Value(**exact);
  return std::nullopt;
}

std::optional<Value> suited(const toml::node& node, const std::vector<double>*) {
  if (!node.is_array()) return std::nullopt;
  std::vector<double> numbers;
  for (const toml::node& element : *node.as_array()) {
    if (!element.is_number()) return std::nullopt;
    numbers.push_back(element.value_or(0.0));
  }
  return numbers;
}

bool is_finite(const Value& value) {
  if (const auto* number = std::get_if<double>(&value)) return std::isfinite(*number);
  const auto* numbers = std::get_if<std::vector<double>>(&value);
  const auto finite = [](double number) { return std::isfinite(number); };
  return !numbers || std::all_of(numbers->begin(), numbers->end(), finite);
}

}  // namespace

std::string place(const std::string& name, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", name, region.begin.line, region.begin.column);
}

std::string shown(const toml::node& node) {
  if (const auto* text = node.as_string()) return fmt::format("the string {}", toml_string(**text));
  if (const auto* integer = node.as_integer()) return fmt::format("the integer {}", **integer);
  if (const auto* number = node.as_floating_point())
    return fmt::format("the number {}", toml_number(**number));
  if (const auto* boolean = node.as_boolean()) return **boolean ? "true" : "false";
  if (node.is_array()) return "an array";
  return node.is_table() ? "a table" : "a date or time";
}

Value value_for(const Field& field, const toml::node& node, const std::string& where,
                const std::string& name) {
  const auto value =
      std::visit([&](const auto* target) { return suited(node, target); }, field.value);
  require(value.has_value(), "{}: {} is {}; it must be {}.", where, name, shown(node),
          type_name(field));
  require(is_finite(*value), "{}: {} is {}; it must be finite.", where, name, shown(node));
  const auto* text = std::get_if<std::string>(&*value);
  const auto& choices = field.choices;
  const bool chosen =
      !text || choices.empty() || std::find(choices.begin(), choices.end(), *text) != choices.end();
  require(chosen, "{}: {} is {}; it must be one of {}.", where, name, shown(node),
          fmt::join(choices, ", "));
  return *value;
}

void assign(const Field& field, const Value& value) {
  const auto store = [&](auto* target) {
    *target = std::get<std::remove_pointer_t<decltype(target)>>(value);
  };
  std::visit(store, field.value);
}

}  // namespace tetlo
