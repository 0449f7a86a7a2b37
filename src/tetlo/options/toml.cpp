// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/toml.h"

#include <toml++/toml.h>

#include <algorithm>

#include "tetlo/options/field.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr int kDeepest = 32;

/// Walks through a text and skips its strings and comments.
class Scanner {
 public:
  explicit Scanner(const std::string& text) : text_(text) {}

  /// The next character outside strings and comments; 0 at the end.
  char next() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '"' || c == '\'') {
        skip_string(c);
      } else {
        if (c == '\n') ++line_;
        ++at_;
        return c;
      }
    }
    return 0;
  }

  int64_t line() const { return line_; }

 private:
  /// Skips past the closing quotes, or to the end of the line if there are none.
  void skip_string(char quote) {
    const bool tripled = text_.compare(at_, 3, std::string(3, quote)) == 0;
    const std::string quotes(tripled ? 3 : 1, quote);
    for (at_ += quotes.size(); at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && quote == '"') {
        ++at_;
      } else if (text_.compare(at_, quotes.size(), quotes) == 0) {
        at_ += quotes.size();
        return;
      } else if (text_[at_] == '\n') {
        if (!tripled) return;
        ++line_;
      }
    }
  }

  const std::string& text_;
  size_t at_ = 0;
  int64_t line_ = 1;
};

/// The first line in which brackets or the parts of a key are nested too deeply; 0 if there is
/// none. toml++ parses them by recursion and would run out of stack.
int64_t line_too_deep(const std::string& text) {
  Scanner scanner(text);
  int brackets = 0, dots = 0;
  while (const char c = scanner.next()) {
    if (c == '.') {
      ++dots;
    } else if (c == '[' || c == '{') {
      ++brackets;
    } else if (c == ']' || c == '}') {
      brackets = std::max(0, brackets - 1);
    }
    if (c == '\n' || c == '=' || c == ',') dots = 0;
    if (brackets > kDeepest || dots > kDeepest) return scanner.line();
  }
  return 0;
}

std::string place(const std::string& name, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", name, region.begin.line, region.begin.column);
}

TomlTable entries(const toml::table& table, const std::string& name);
decltype(TomlNode::value) elements(const toml::array& array, const std::string& name);

TomlNode node_of(const toml::node& node, const std::string& name) {
  const std::string where = place(name, node.source());
  if (const auto* text = node.as_string()) {
    return {**text, where, fmt::format("the string {}", toml_string(excerpt(**text)))};
  }
  if (const auto* integer = node.as_integer()) {
    return {**integer, where, fmt::format("the integer {}", **integer)};
  }
  if (const auto* number = node.as_floating_point()) {
    return {**number, where, fmt::format("the number {}", toml_number(**number))};
  }
  if (const auto* boolean = node.as_boolean()) {
    return {**boolean, where, **boolean ? "true" : "false"};
  }
  if (const auto* table = node.as_table()) return {entries(*table, name), where, "a table"};
  if (const auto* array = node.as_array()) return {elements(*array, name), where, "an array"};
  return {std::monostate(), where, "a date or time"};
}

/// The array as numbers or, if it holds anything else, as nodes.
decltype(TomlNode::value) elements(const toml::array& array, const std::string& name) {
  std::vector<double> numbers;
  TomlArray nodes;
  for (const toml::node& element : array) {
    if (element.is_number()) numbers.push_back(element.value_or(0.0));
    nodes.push_back(node_of(element, name));
  }
  if (numbers.size() == nodes.size()) return numbers;
  return nodes;
}

TomlTable entries(const toml::table& table, const std::string& name) {
  TomlTable result;
  for (const auto& [key, node] : table) {
    result.push_back({std::string(key.str()), place(name, key.source()), node_of(node, name)});
  }
  return result;
}

}  // namespace

TomlTable parse_toml(const std::string& text, const std::string& name) {
  const int64_t line = line_too_deep(text);
  require(line == 0, "{}:{}: Keys or values are nested more than {} deep.", name, line, kDeepest);
  try {
    return entries(toml::parse(text), name);
  } catch (const toml::parse_error& error) {
    fail("{}: This is not TOML: {}.", place(name, error.source()),
         excerpt(std::string(error.description()), 200));
  }
}

std::optional<TomlNode> parse_toml_value(const std::string& text, const std::string& where) {
  if (line_too_deep(text) != 0) return std::nullopt;
  try {
    const toml::table table = toml::parse("value = " + text);
    const toml::node* node = table.get("value");
    if (table.size() != 1 || !node) return std::nullopt;
    TomlNode result = node_of(*node, where);
    result.where = where;
    return result;
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
}

const TomlNode* find_key(const TomlTable& table, const std::string& key) {
  for (const TomlEntry& entry : table) {
    if (entry.key == key) return &entry.node;
  }
  return nullptr;
}

const TomlTable& table_in(const TomlNode& node, const std::string& key) {
  const auto* table = std::get_if<TomlTable>(&node.value);
  require(table, "{}: {} is {}; it must be a table.", node.where, excerpt(key), node.shown);
  return *table;
}

const std::string& string_in(const TomlNode& node, const std::string& key,
                             const std::string& rule) {
  const auto* text = std::get_if<std::string>(&node.value);
  require(text, "{}: {} is {}; it must be {}.", node.where, key, node.shown, rule);
  return *text;
}

}  // namespace tetlo
