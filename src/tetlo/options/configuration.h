// SPDX-License-Identifier: Apache-2.0
// A configuration: sections of options, filled from a TOML file and from `--set` assignments.
//
//   scale = "cpu"            # which of the tables below applies; "paper" unless given
//   [search]
//   epochs = 50
//   [scales.cpu.search]      # the same run in another size: only what differs
//   epochs = 5
//
// Precedence: defaults < presets of what is chosen < file < the chosen scale's tables < assignments. A file that names another
// as its `base`, beside it, is read after that one: bases < file < scales of bases < scales of the
// file. Tables of scales that are not chosen are checked all the same. Check: loading the text that
// to_toml writes restores every value to the last bit.
//
// An option may belong to the value of another, as [pr_darts] does to method.name = "pr_darts".
// Given by an assignment or by the file itself without that value, it is an Error, for it would do
// nothing. Given by a base, it is dropped: a file may choose another method than its base.
//
// Every mistake is an Error of one sentence that begins with the place, as file:line:column or as
// the assignment: unknown names (with the nearest known one), old names (with the new one), wrong
// types, values outside of their range or not among the choices. Integers will do for numbers, not
// the reverse.
#pragma once

#include <string>
#include <vector>

#include "tetlo/options/catalogue.h"

namespace tetlo {

class Configuration {
 public:
  /// The fields' values lie in structs of the caller's, which must outlive the configuration.
  explicit Configuration(std::vector<Section> sections, std::vector<Renamed> renamed = {},
                         std::vector<Preset> presets = {})
      : catalogue_(std::move(sections), std::move(renamed)), presets_(std::move(presets)) {}

  /// Reads the file, unless the path is empty, then the assignments "section.option=value" in
  /// order; "scale=name" among them chooses the scale.
  void load(const std::string& path_or_empty, const std::vector<std::string>& assignments = {});

  /// The same from a text; `name` stands for the file in errors.
  void load_text(const std::string& text, const std::string& name,
                 const std::vector<std::string>& assignments = {});

  /// One assignment "section.option=value". The value is read as TOML, or else as a bare string.
  void set(const std::string& assignment);

  /// The scale that was chosen; "paper" before anything is loaded.
  const std::string& scale() const { return scale_; }

  /// The present values as a file that needs no other, below the header as comment lines; those of
  /// options that belong to what is not chosen are left out.
  std::string to_toml(const std::string& header) const;

  /// Markdown, one table a section, with the present values: before loading, the defaults.
  std::string reference() const;

 private:
  Catalogue catalogue_;
  std::vector<Preset> presets_;
  std::string scale_ = "paper";
};

}  // namespace tetlo
