// SPDX-License-Identifier: Apache-2.0
// An option, declared once. Reading, writing, `--set` and the reference page all
// use the declaration.
//
//   struct TrainingOptions {
//     int64_t epochs = 50;
//     double momentum = 0.9;
//     Reduction reduction = Reduction::kSum;  // an enumeration with a table: util/enum_table.h
//
//     std::vector<Field> fields() {
//       return {{"epochs", {&epochs, {1, 100'000, "epochs"}}, "passes over the data", "[Liu2019]"},
//               {"momentum", {&momentum, fraction()}, "of SGD", "[Liu2019]"},
//               {"reduction", &reduction, "how losses are combined", "[Liu2019]"}};
//     }
//   };
//
// The default is the member's initialiser and is written nowhere else. A number cannot be declared
// without its range.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "tetlo/options/range.h"
#include "tetlo/util/enum_table.h"

namespace tetlo {

/// One of the texts that an option accepts.
struct NamedValue {
  std::string name;
  std::string meaning = "";
  std::string source = "";
};

/// The names of a table's entries, with their meanings and sources if they have any.
template <typename Table>
std::vector<NamedValue> values_in(const Table& table) {
  std::vector<NamedValue> values;
  for (const auto& entry : table) {
    NamedValue value{entry.name};
    if constexpr (requires { entry.meaning; }) value.meaning = entry.meaning;
    if constexpr (requires { entry.source; }) value.source = entry.source;
    values.push_back(value);
  }
  return values;
}

/// The member of an options struct that holds the value of an option, and the values that are
/// allowed. The member must outlive the Target.
struct Target {
  /// A member of an enumeration type, read and written by name.
  struct Enum {
    std::function<std::string()> get;
    std::function<void(const std::string&)> set;
  };

  Target(int64_t* target, Range range) : member(target), bounds(range) {}
  Target(double* target, Interval interval) : member(target), bounds(interval) {}
  Target(std::vector<double>* target, Numbers numbers) : member(target), bounds(numbers) {}
  Target(bool* target) : member(target) {}
  /// Accepts any text, or only the given values if there are some.
  Target(std::string* target, std::vector<NamedValue> values = {})
      : member(target), choices(std::move(values)) {}
  /// Accepts the name of a file. In a configuration file it is relative to that file.
  static Target file(std::string* target) {
    Target result(target);
    result.names_file = true;
    return result;
  }
  template <NamedEnum E>
  Target(E* target)
      : member(
            Enum{[target] { return to_string(*target); },
                 [target](const std::string& name) { *target = value_named<E>(name, "value"); }}),
        choices(values_in(table_of(E()))) {}

  std::variant<int64_t*, double*, bool*, std::string*, std::vector<double>*, Enum> member;
  std::variant<std::monostate, Range, Interval, Numbers> bounds = {};
  std::vector<NamedValue> choices = {};
  bool names_file = false;
};

/// Another option, and those of its values under which a field or section has an effect.
struct Condition {
  std::string option;  ///< "section.option"; empty: there is no condition
  std::vector<std::string> values = {};
};

struct Field {
  std::string name;
  Target target;
  std::string meaning;
  std::string source;
  Condition belongs_to = {};
};

/// A table [name] of the configuration file.
struct Section {
  std::string name;
  std::string meaning;
  std::vector<Field> fields;
  Condition belongs_to = {};  ///< applies to all its fields
};

/// The text as a TOML string, with quotes.
std::string toml_string(const std::string& text);

/// The number as TOML, with the fewest digits that read back as the same number,
/// never as an integer.
std::string toml_number(double number);

/// The field's present value as TOML. A text of several lines is written as such.
std::string toml_value(const Field& field);

/// The type of the field's values: "an integer", "a number", "true or false", "a string", "a list
/// of numbers".
std::string type_name(const Field& field);

/// All values that the field accepts, for the reference page: "an integer from 1 to 9 (epochs)".
std::string values_taken(const Field& field);

}  // namespace tetlo
