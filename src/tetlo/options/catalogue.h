// SPDX-License-Identifier: Apache-2.0
// All options of a configuration: their names, their former names, and the choices under which they
// have an effect.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tetlo/options/field.h"
#include "tetlo/options/value.h"

namespace tetlo {

/// An option that had another name or value in an earlier version.
struct Renamed {
  std::string before;  ///< "section.option", or "section.option=value" for one of its values
  std::string now;     ///< the present spelling
};

/// Defaults that apply if another option has a certain value.
struct Preset {
  Condition when;
  std::string toml;  ///< sections with values, as in a file
};

struct Option {
  const Section* section;
  const Field* field;

  std::string name() const { return section->name + "." + field->name; }
};

/// Values that have been read but not yet stored, by the names of their options.
using Values = std::map<std::string, Value>;

class Catalogue {
 public:
  Catalogue(std::vector<Section> sections, std::vector<Renamed> renamed)
      : sections_(std::move(sections)), renamed_(std::move(renamed)) {}

  const std::vector<Section>& sections() const { return sections_; }
  void add(const Section& section) { sections_.push_back(section); }
  void remove(const std::string& section);

  /// Throws an Error that begins with `where` and suggests the nearest name or lists all names.
  const Section& section(const std::string& name, const std::string& where) const;
  Option option(const Section& section, const std::string& name, const std::string& where) const;

  /// Throws an Error with the new spelling if this is an old one: either the option's name alone
  /// or, if `value` is not empty, the name with "=" and the value.
  void refuse_renamed(const std::string& option, const std::string& value,
                      const std::string& where) const;

  /// Whether the condition's option has one of its values. `values` take precedence
  /// over stored values.
  bool holds(const Condition& condition, const Values& values) const;

  /// The reason why the option has no effect: "pr_darts.temperature belongs to
  /// method.name = "pr_darts"; method.name is "darts"". Empty if it has one. `values`
  /// take precedence over stored values.
  std::string misplaced(const Option& option, const Values& values) const;

 private:
  /// The value of the option "section.option".
  std::string value_of(const std::string& name, const Values& values) const;
  /// The same for an option with the given name that belongs to whatever `option` belongs to.
  std::string misplaced(const Option& option, const std::string& name, const Values& values) const;
  /// The option "section.option" of a condition.
  Option known(const std::string& name) const;

  std::vector<Section> sections_;
  std::vector<Renamed> renamed_;
};

}  // namespace tetlo
