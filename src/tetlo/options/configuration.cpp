// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/configuration.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <list>

#include "tetlo/options/nearest.h"
#include "tetlo/options/value.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

toml::table parse(const std::string& text, const std::string& name) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    fail("{}: This is not TOML: {}.", place(name, error.source()), error.description());
  }
}

/// The member of that name; otherwise an Error that suggests the nearest or lists all.
template <typename T>
const T& find(const std::vector<T>& members, const std::string& name, const std::string& sentence) {
  std::vector<std::string> names;
  for (const T& member : members) {
    if (member.name == name) return member;
    names.push_back(member.name);
  }
  const std::string guess = nearest(name, names);
  if (!guess.empty()) fail("{}; did you mean \"{}\"?", sentence, guess);
  fail("{}; there are {}.", sentence, fmt::join(names, ", "));
}

const Section& find_section(const std::vector<Section>& sections, const std::string& name,
                            const std::string& where) {
  return find(sections, name, fmt::format("{}: There is no section \"{}\"", where, name));
}

const Field& find_field(const Section& section, const std::string& name, const std::string& where) {
  return find(
      section.fields, name,
      fmt::format("{}: There is no option \"{}\" in section \"{}\"", where, name, section.name));
}

const toml::table& table_of(const toml::node& node, const std::string& key,
                            const std::string& file) {
  const toml::table* table = node.as_table();
  require(table, "{}: {} is {}; it must be a table.", place(file, node.source()), key, shown(node));
  return *table;
}

/// Checks a section's table, and stores its values if `keep`.
void read_section(const Section& section, const toml::node& table, const std::string& file,
                  bool keep) {
  for (const auto& [key, node] : table_of(table, section.name, file)) {
    const std::string name(key.str());
    const Field& field = find_field(section, name, place(file, key.source()));
    const Value value =
        value_for(field, node, place(file, node.source()), section.name + "." + name);
    if (keep) assign(field, value);
  }
}

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

struct Assignment {
  std::string key;
  std::string value;
  /// How errors begin.
  std::string where;
};

Assignment split(const std::string& text) {
  const size_t equals = text.find('=');
  const std::string key = trimmed(text.substr(0, equals));
  require(equals != std::string::npos && !key.empty(),
          "--set {}: This is not of the form section.option=value.", text);
  return {key, trimmed(text.substr(equals + 1)), "--set " + text};
}

/// The assignment's value in a table of its own under the key "value"; a bare string needs no
/// quotes, and a string field takes every text as it is unless it is quoted.
toml::table parse_value(const Assignment& assignment, bool wants_string) {
  try {
    toml::table table = toml::parse("value = " + assignment.value);
    const toml::node* node = table.get("value");
    if (table.size() == 1 && node && (!wants_string || node->is_string())) return table;
  } catch (const toml::parse_error&) {
    // A bare string.
  }
  return parse("value = " + toml_string(assignment.value), assignment.where);
}

/// A configuration file, and what it is called in errors.
struct Document {
  std::string name;
  toml::table content;
};

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  require(file.good() && !std::filesystem::is_directory(path),
          "The configuration file {} cannot be read.", path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The file after those that it is based on, the most basic first.
std::list<Document> with_bases(Document file) {
  std::list<Document> documents;  // a copied table would forget where in its file it stood
  documents.push_front(std::move(file));
  while (const toml::node* base = documents.front().content.get("base")) {
    const std::string name = documents.front().name;
    const std::string where = place(name, base->source());
    require(base->is_string(), "{}: base is {}; it must be the name of a file.", where,
            shown(*base));
    const std::string path =
        std::filesystem::path(name).parent_path() / base->value_or(std::string());
    for (const Document& document : documents) {
      require(document.name != path, "{}: base is {}, which is based on this file.", where, path);
    }
    documents.push_front({path, parse(text_of(path), path)});
  }
  return documents;
}

/// The scales of the files: their tables' names, and what the values outside of these stand for.
std::vector<std::string> scales_of(const std::list<Document>& documents, const std::string& own) {
  std::vector<std::string> names;
  for (const Document& document : documents) {
    const toml::table* tables = document.content["scales"].as_table();
    if (!tables) continue;
    for (const auto& [key, node] : *tables) {
      const std::string name(key.str());
      if (name != "paper" && std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
      }
    }
  }
  names.insert(names.begin(), names.empty() ? own : "paper");
  return names;
}

/// The scale that the last assignment chooses, or else the file, or else "paper".
std::string choose_scale(const std::list<Document>& documents,
                         const std::vector<std::string>& assignments) {
  const std::string file = documents.back().name;
  std::string chosen = "paper", where = file;
  for (const Document& document : documents) {
    const toml::node* node = document.content.get("scale");
    if (!node) continue;
    where = place(document.name, node->source());
    require(node->is_string(), "{}: scale is {}; it must be a string.", where, shown(*node));
    chosen = node->value_or(std::string());
  }
  const std::vector<std::string> known = scales_of(documents, chosen);
  for (const std::string& text : assignments) {
    const Assignment assignment = split(text);
    if (assignment.key != "scale") continue;
    chosen = parse_value(assignment, true)["value"].value_or(std::string());
    where = assignment.where;
  }
  require(std::find(known.begin(), known.end(), chosen) != known.end(),
          "{}: There is no scale \"{}\" in {}; it has {}.", where, chosen, file,
          fmt::join(known, ", "));
  return chosen;
}

/// The text as the content of a cell of a Markdown table.
std::string cell(const std::string& text) {
  std::string result;
  for (char c : text) {
    if (c == '|') result += '\\';
    result += c == '\n' ? ' ' : c;
  }
  return result;
}

}  // namespace

Configuration::Configuration(std::vector<Section> sections) : sections_(std::move(sections)) {}

void Configuration::load(const std::string& path_or_empty,
                         const std::vector<std::string>& assignments) {
  const std::string& path = path_or_empty;
  if (path.empty()) return load_text("", "the default configuration", assignments);
  load_text(text_of(path), path, assignments);
}

void Configuration::load_text(const std::string& text, const std::string& name,
                              const std::vector<std::string>& assignments) {
  const std::list<Document> documents = with_bases({name, parse(text, name)});
  scale_ = choose_scale(documents, assignments);
  const auto read = [&](const std::string& file, const toml::key& key, const toml::node& table,
                        bool keep) {
    const auto& section =
        find_section(sections_, std::string(key.str()), place(file, key.source()));
    read_section(section, table, file, keep);
  };
  for (const auto& [file, document] : documents) {
    for (const auto& [key, node] : document) {
      if (key.str() == "scale" || key.str() == "scales" || key.str() == "base") continue;
      read(file, key, node, true);
    }
  }
  for (const auto& [file, document] : documents) {
    const toml::node* scales = document.get("scales");
    if (!scales) continue;
    for (const auto& [scale, tables] : table_of(*scales, "scales", file)) {
      for (const auto& [key, node] : table_of(tables, "scales." + std::string(scale), file)) {
        read(file, key, node, scale.str() == scale_);
      }
    }
  }
  for (const std::string& assignment : assignments) {
    if (split(assignment).key != "scale") set(assignment);
  }
}

void Configuration::set(const std::string& text) {
  const Assignment assignment = split(text);
  const size_t dot = assignment.key.find('.');
  require(dot != std::string::npos, "{}: This is not of the form section.option=value.",
          assignment.where);
  const Section& section = find_section(sections_, assignment.key.substr(0, dot), assignment.where);
  const Field& field = find_field(section, assignment.key.substr(dot + 1), assignment.where);
  const bool wants_string = type_name(field) == "a string";
  const toml::table table = parse_value(assignment, wants_string);
  assign(field, value_for(field, *table.get("value"), assignment.where, assignment.key));
}

std::string Configuration::to_toml(const std::string& header) const {
  std::string text;
  size_t start = 0;
  while (start < header.size()) {
    const size_t end = std::min(header.find('\n', start), header.size());
    text += fmt::format("# {}\n", header.substr(start, end - start));
    start = end + 1;
  }
  text += fmt::format("scale = {}\n", toml_string(scale_));
  for (const Section& section : sections_) {
    text += fmt::format("\n[{}]\n", section.name);
    for (const Field& field : section.fields) {
      text += fmt::format("{} = {}\n", field.name, toml_value(field));
    }
  }
  return text;
}

std::string Configuration::reference() const {
  std::string text;
  for (const Section& section : sections_) {
    if (!text.empty()) text += "\n";
    text += fmt::format("## {}\n\n{}\n\n", section.name, section.meaning);
    text += "| option | default | takes | meaning | source |\n|---|---|---|---|---|\n";
    for (const Field& field : section.fields) {
      text += fmt::format("| `{}` | `{}` | {} | {} | {} |\n", field.name, cell(toml_value(field)),
                          cell(values_taken(field)), cell(field.meaning), cell(field.source));
    }
  }
  return text;
}

}  // namespace tetlo
