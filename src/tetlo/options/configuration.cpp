// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/configuration.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "tetlo/options/assignment.h"
#include "tetlo/options/document.h"
#include "tetlo/options/reference.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// A value that a file or an assignment gives to an option.
struct Given {
  Option option;
  Value value;
  std::string where;
  std::string scale = "";  ///< the scale to which it applies; empty: every scale
  bool inherited = false;  ///< whether it comes from a base file
};

/// The string in the node; empty if the node is not a string.
std::string text_in(const TomlNode& node) {
  const auto* text = std::get_if<std::string>(&node.value);
  return text ? *text : "";
}

/// Reads the sections of one file.
class SectionReader {
 public:
  SectionReader(const Catalogue& catalogue, const Document& document, bool inherited)
      : catalogue_(catalogue), document_(document), inherited_(inherited) {}

  /// The values that apply to every scale.
  std::vector<Given> unscaled() const {
    std::vector<Given> givens;
    for (const TomlEntry& entry : document_.content) {
      if (entry.key == "scale" || entry.key == "scales" || entry.key == "base") continue;
      read_section(entry, "", givens);
    }
    return givens;
  }

  /// The values that apply to one scale only.
  std::vector<Given> scaled() const {
    std::vector<Given> givens;
    const TomlNode* scales = find_key(document_.content, "scales");
    if (!scales) return givens;
    for (const TomlEntry& scale : table_in(*scales, "scales")) {
      for (const TomlEntry& entry : table_in(scale.node, "scales." + scale.key)) {
        read_section(entry, scale.key, givens);
      }
    }
    return givens;
  }

 private:
  void read_section(const TomlEntry& entry, const std::string& scale,
                    std::vector<Given>& givens) const {
    const auto* table = std::get_if<TomlTable>(&entry.node.value);
    for (const auto& [key, where, node] : table ? *table : TomlTable()) {
      catalogue_.refuse_renamed(entry.key + "." + key, text_in(node), where);
    }
    const Section& section = catalogue_.section(entry.key, entry.where);
    for (const auto& [key, where, node] : table_in(entry.node, entry.key)) {
      const Option option = catalogue_.option(section, key, where);
      givens.push_back(
          {.option = option,
           .value = seen_from_here(*option.field, value_for(*option.field, node, option.name())),
           .where = node.where,
           .scale = scale,
           .inherited = inherited_});
    }
  }

  /// The name of a file, which is relative to the document, as a path that can be opened. Other
  /// values stay as they are.
  Value seen_from_here(const Field& field, const Value& value) const {
    const auto* name = std::get_if<std::string>(&value);
    if (!field.target.names_file || !name || name->empty()) return value;
    return (std::filesystem::path(document_.name).parent_path() / *name).string();
  }

  const Catalogue& catalogue_;
  const Document& document_;
  bool inherited_;
};

std::vector<Given> read_files(const Catalogue& catalogue, const std::vector<Document>& documents) {
  std::vector<Given> unscaled, scaled;
  for (const Document& document : documents) {
    const SectionReader reader(catalogue, document, &document != &documents.back());
    for (auto* givens : {&unscaled, &scaled}) {
      const auto more = givens == &unscaled ? reader.unscaled() : reader.scaled();
      givens->insert(givens->end(), more.begin(), more.end());
    }
  }
  unscaled.insert(unscaled.end(), scaled.begin(), scaled.end());
  return unscaled;
}

Given read_assignment(const Catalogue& catalogue, const std::string& text) {
  const auto [key, value, where] = split_assignment(text);
  const size_t dot = key.find('.');
  require(dot != std::string::npos, "{}: This is not of the form section.option=value.", where);
  const std::string name = key.substr(dot + 1);
  catalogue.refuse_renamed(key, text_in(assigned_value({key, value, where}, true)), where);
  const Option option = catalogue.option(catalogue.section(key.substr(0, dot), where), name, where);
  const bool wants_string = type_name(*option.field) == "a string";
  const TomlNode node = assigned_value({key, value, where}, wants_string);
  return {.option = option, .value = value_for(*option.field, node, key), .where = where};
}

bool chooses_scale(const std::string& assignment) {
  return split_assignment(assignment).key == "scale";
}

/// The values that apply to the scale; the last one given for each option wins.
Values values_under(const std::string& scale, const std::vector<Given>& givens) {
  Values values;
  for (const Given& given : givens) {
    if (given.scale.empty() || given.scale == scale) values[given.option.name()] = given.value;
  }
  return values;
}

/// The given values after those of the presets whose conditions hold.
std::vector<Given> with_presets(const Catalogue& catalogue, const std::vector<Preset>& presets,
                                const std::vector<Given>& given, const std::string& scale) {
  const Values values = values_under(scale, given);
  std::vector<Given> givens;
  for (const Preset& preset : presets) {
    if (!catalogue.holds(preset.when, values)) continue;
    const std::string name = "preset of " + preset.when.option;
    const Document document{.name = name, .content = parse_toml(preset.toml, name)};
    const auto more = SectionReader(catalogue, document, /*inherited=*/true).unscaled();
    givens.insert(givens.end(), more.begin(), more.end());
  }
  givens.insert(givens.end(), given.begin(), given.end());
  return givens;
}

/// Throws Error at the first value that is given for an option without effect: one that belongs to
/// something not chosen under the value's scale or, if the value applies to every scale, under
/// `scale`. Inherited values are not checked.
void refuse_misplaced(const Catalogue& catalogue, const std::vector<Given>& givens,
                      const std::string& scale) {
  std::map<std::string, Values> values;
  for (const Given& given : givens) {
    if (given.inherited) continue;
    const std::string& under = given.scale.empty() ? scale : given.scale;
    if (!values.contains(under)) values[under] = values_under(under, givens);
    const std::string fault = catalogue.misplaced(given.option, values[under]);
    require(fault.empty(), "{}: {}.", given.where, fault);
  }
}

}  // namespace

Configuration Configuration::with(const Section& section) const {
  Configuration more = *this;
  more.catalogue_.add(section);
  return more;
}

Configuration Configuration::without(const std::string& section) const {
  Configuration less = *this;
  less.catalogue_.remove(section);
  return less;
}

void Configuration::load(const std::string& path_or_empty,
                         const std::vector<std::string>& assignments,
                         const std::vector<std::string>& inherited) {
  const std::string& path = path_or_empty;
  if (path.empty()) return load_text("", "the default configuration", assignments, inherited);
  load_text(configuration_text(path), path, assignments, inherited);
}

void Configuration::load_text(const std::string& text, const std::string& name,
                              const std::vector<std::string>& assignments,
                              const std::vector<std::string>& inherited) {
  const std::vector<Document> documents = with_bases({name, parse_toml(text, name)});
  std::vector<std::string> all = inherited;
  all.insert(all.end(), assignments.begin(), assignments.end());
  scale_ = choose_scale(documents, all);
  std::vector<Given> givens = read_files(catalogue_, documents);
  refuse_misplaced(catalogue_, with_presets(catalogue_, presets_, givens, scale_), scale_);
  for (Given& given : givens) given.inherited = true;  // by the assignments
  for (size_t i = 0; i < all.size(); ++i) {
    if (chooses_scale(all[i])) continue;
    givens.push_back(read_assignment(catalogue_, all[i]));
    givens.back().inherited = i < inherited.size();
  }
  givens = with_presets(catalogue_, presets_, givens, scale_);
  refuse_misplaced(catalogue_, givens, scale_);
  const Values values = values_under(scale_, givens);
  for (const Given& given : givens) {
    const bool holds = given.scale.empty() || given.scale == scale_;
    if (holds && catalogue_.misplaced(given.option, values).empty()) {
      assign(*given.option.field, given.value);
    }
  }
  if (complete_) complete_();
}

void Configuration::set(const std::string& assignment) {
  const Given given = read_assignment(catalogue_, assignment);
  refuse_misplaced(catalogue_, {given}, scale_);
  assign(*given.option.field, given.value);
  if (complete_) complete_();
}

std::string Configuration::fault_of(const std::string& assignment) const {
  if (chooses_scale(assignment)) return "";
  const auto [option, value, where, scale, inherited] = read_assignment(catalogue_, assignment);
  const std::string fault = catalogue_.misplaced(option, {});
  return fault.empty() ? "" : fmt::format("{}: {}.", where, fault);
}

std::string Configuration::value_of(const std::string& option) const {
  const size_t dot = option.find('.');
  const Section& section = catalogue_.section(option.substr(0, dot), option);
  return plain_text(
      present_value(*catalogue_.option(section, option.substr(dot + 1), option).field));
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
  for (const Section& section : catalogue_.sections()) {
    std::string lines;
    for (const Field& field : section.fields) {
      if (!catalogue_.misplaced({&section, &field}, {}).empty()) continue;
      lines += fmt::format("{} = {}\n", field.name, toml_value(field));
    }
    if (!lines.empty()) text += fmt::format("\n[{}]\n{}", section.name, lines);
  }
  return text;
}

std::string Configuration::reference() const {
  std::string text = reference_of(catalogue_.sections());
  for (const auto& [when, toml] : presets_) {
    text += fmt::format("\nWith `{} = \"{}\"` these defaults apply instead:\n\n```toml\n{}```\n",
                        when.option, fmt::join(when.values, "\" or \""), toml);
  }
  return text;
}

}  // namespace tetlo
