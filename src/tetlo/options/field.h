// SPDX-License-Identifier: Apache-2.0
// One option, declared once: from it come reading, writing, `--set` and the reference page.
//
// An options struct lists its members so:
//   struct SearchOptions {
//     int64_t epochs = 50;
//     std::vector<Field> fields() { return {{"epochs", &epochs, "passes over the data",
//     "[Liu2019]"}}; }
//   };
// The default is the member's own initialiser and stands nowhere else.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace tetlo {

struct Field {
  std::string name;
  /// The member of the options struct; it must outlive the field.
  std::variant<int64_t*, double*, bool*, std::string*, std::vector<double>*> value;
  std::string meaning;
  std::string source;
  /// For a string: if any are given, the value must be one of them.
  std::vector<std::string> choices = {};
};

/// A table [name] of the configuration file.
struct Section {
  std::string name;
  std::string meaning;
  std::vector<Field> fields;
};

/// The text between quotes as TOML writes a string.
std::string toml_string(const std::string& text);

/// The number as TOML, with the fewest digits that read back the same, and never as an integer.
std::string toml_number(double number);

/// The field's present value as TOML.
std::string toml_value(const Field& field);

/// What the field takes: "an integer", "a number", "true or false", "a string", "a list of
/// numbers".
std::string type_name(const Field& field);

}  // namespace tetlo
