// SPDX-License-Identifier: Apache-2.0
// A TOML text as plain values that know their place in the text.
//
// Checkable: parse_toml("[search]\nepochs = 3", "a.toml") has one entry, "search", at a.toml:1:2,
// whose table has the entry "epochs" with the integer 3, at a.toml:2:10.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tetlo {

struct TomlEntry;
struct TomlNode;
using TomlTable = std::vector<TomlEntry>;
using TomlArray = std::vector<TomlNode>;

struct TomlNode {
  /// An array of numbers, or an empty one, is a vector of double, any other a TomlArray. monostate
  /// stands for a date or a time.
  std::variant<std::monostate, int64_t, double, bool, std::string, std::vector<double>, TomlArray,
               TomlTable>
      value;
  /// The beginning of error messages: "file:line:column".
  std::string where;
  /// The value as error messages quote it: "the integer 3", "an array".
  std::string shown;
};

struct TomlEntry {
  std::string key;
  std::string where;
  TomlNode node;
};

/// The entries of the text, sorted by key; `name` stands for the file in errors. Throws Error if
/// the text is not TOML, or if keys or values are nested more than 32 deep.
TomlTable parse_toml(const std::string& text, const std::string& name);

/// The value of the text, if it is exactly one TOML value. Error messages about it
/// begin with `where`.
std::optional<TomlNode> parse_toml_value(const std::string& text, const std::string& where);

/// The value of the entry with that key; null if there is none.
const TomlNode* find_key(const TomlTable& table, const std::string& key);

/// The table in the node. Throws Error if it is another value; `key` names it.
const TomlTable& table_in(const TomlNode& node, const std::string& key);

/// The string in the node. Throws an Error "it must be `rule`" if it is another value.
const std::string& string_in(const TomlNode& node, const std::string& key, const std::string& rule);

}  // namespace tetlo
