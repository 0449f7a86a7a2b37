// SPDX-License-Identifier: Apache-2.0
// A configuration: sections of options, filled from a TOML file and from `--set` assignments.
//
//   scale = "cpu"            # which of the tables below applies; the default is "paper"
//   [search]
//   epochs = 50
//   [scales.cpu.search]      # the same run in another size: only what differs
//   epochs = 5
//
// Precedence: defaults < presets < file < the chosen scale's tables < assignments. A file may name
// another file, relative to its own folder, as its `base`; options that name files are relative to
// the folder of their file, too. The base is read first: bases < file < scales of bases < scales of
// the file. The tables of scales that are not chosen are checked, too.
// Checkable: loading the text that to_toml writes restores every value to the last bit.
//
// An option may belong to the value of another option, as those of [pr_darts] belong to
// method.name = "pr_darts". If an assignment or the file itself sets such an option without
// choosing that value, this is an Error, because the option would have no effect. If a base sets
// it, it is ignored, because a file may choose another method than its base; and so may assignments
// choose another than the file.
//
// Every mistake is reported as an Error of one sentence that begins with the place, which is either
// file:line:column or the assignment: unknown names (with the nearest known name), old names (with
// the new one), wrong types, and values outside their range or not among the choices. Integers are
// accepted as numbers, but not the reverse.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tetlo/options/catalogue.h"

namespace tetlo {

class Configuration {
 public:
  /// The fields' values are members of the caller's structs, which must outlive the configuration.
  /// `complete`, if there is one, is called whenever values have been stored, to complete them.
  explicit Configuration(std::vector<Section> sections, std::vector<Renamed> renamed = {},
                         std::vector<Preset> presets = {}, std::function<void()> complete = {})
      : catalogue_(std::move(sections), std::move(renamed)),
        presets_(std::move(presets)),
        complete_(std::move(complete)) {}

  /// The same options and one section more, or without the section of that name. All these
  /// configurations fill the same members.
  Configuration with(const Section& section) const;
  Configuration without(const std::string& section) const;

  /// Reads the file, unless the path is empty, and then the assignments "section.option=value" in
  /// their order. An assignment "scale=name" chooses the scale.
  /// Inherited assignments come before the others and, like the values of a base, are ignored where
  /// they have no effect.
  void load(const std::string& path_or_empty, const std::vector<std::string>& assignments = {},
            const std::vector<std::string>& inherited = {});

  /// The same for a text; `name` stands for the file in errors.
  void load_text(const std::string& text, const std::string& name,
                 const std::vector<std::string>& assignments = {},
                 const std::vector<std::string>& inherited = {});

  /// One assignment "section.option=value". The value is read as TOML or, if that
  /// fails, as a bare string.
  void set(const std::string& assignment);

  /// Why the assignment would have no effect beside the present values; empty if it has one.
  std::string fault_of(const std::string& assignment) const;

  /// The scale that was chosen; "paper" before anything is loaded.
  const std::string& scale() const { return scale_; }

  /// The present value of the option "section.option" as text, a string without quotes. Throws
  /// Error if there is no such option.
  std::string value_of(const std::string& option) const;

  /// The present values as a file without a base, with the header above them as comment lines.
  /// Options that belong to something not chosen are left out.
  std::string to_toml(const std::string& header) const;

  /// Markdown with one table for each section and the present values; before loading
  /// these are the defaults.
  std::string reference() const;

 private:
  Catalogue catalogue_;
  std::vector<Preset> presets_;
  std::function<void()> complete_;
  std::string scale_ = "paper";
};

}  // namespace tetlo
