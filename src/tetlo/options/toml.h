// SPDX-License-Identifier: Apache-2.0
// A TOML text as plain values that know where they stood in it.
//
// Check: parse_toml("[search]\nepochs = 3", "a.toml") has one entry, "search", at a.toml:1:2, whose
// table has the entry "epochs" with the integer 3, at a.toml:2:10.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tetlo {

struct TomlEntry;
using TomlTable = std::vector<TomlEntry>;

struct TomlNode {
  /// Empty: a date, a time, or an array of anything but numbers.
  std::variant<std::monostate, int64_t, double, bool, std::string, std::vector<double>, TomlTable>
      value;
  /// How an error begins: "file:line:column".
  std::string where;
  /// How errors quote the value: "the integer 3", "an array".
  std::string shown;
};

struct TomlEntry {
  std::string key;
  std::string where;
  TomlNode node;
};

/// The entries of the text, sorted by key; `name` stands for the file in errors. Error where it is
/// not TOML, or where keys or values lie more than 32 deep in each other.
TomlTable parse_toml(const std::string& text, const std::string& name);

/// The one value that the text is in TOML, if it is one; `where` is how errors about it begin.
std::optional<TomlNode> parse_toml_value(const std::string& text, const std::string& where);

/// The entry's value; null if there is none of that key.
const TomlNode* find_key(const TomlTable& table, const std::string& key);

/// The table that the node is. Error if it is another value; `key` names it.
const TomlTable& table_in(const TomlNode& node, const std::string& key);

/// The string that the node is. Error if it is another value, for it must be `rule`.
const std::string& string_in(const TomlNode& node, const std::string& key, const std::string& rule);

}  // namespace tetlo
