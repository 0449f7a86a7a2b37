// SPDX-License-Identifier: Apache-2.0
// All options of a configuration: which there are, which used to be called otherwise, and which
// mean something under what is chosen.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tetlo/options/field.h"
#include "tetlo/options/value.h"

namespace tetlo {

/// An option that used to be written otherwise.
struct Renamed {
  std::string before;  ///< "section.option", or "section.option=value" for one value of it
  std::string now;     ///< the same, as it is written today
};

/// Defaults that hold where another option has a certain value.
struct Preset {
  Condition when;
  std::string toml;  ///< sections with values, as in a file
};

struct Option {
  const Section* section;
  const Field* field;

  std::string name() const { return section->name + "." + field->name; }
};

/// Values that were read but not yet stored, by the names of their options.
using Values = std::map<std::string, Value>;

class Catalogue {
 public:
  Catalogue(std::vector<Section> sections, std::vector<Renamed> renamed)
      : sections_(std::move(sections)), renamed_(std::move(renamed)) {}

  const std::vector<Section>& sections() const { return sections_; }

  /// Error that begins with `where` and suggests the nearest name or lists all.
  const Section& section(const std::string& name, const std::string& where) const;
  Option option(const Section& section, const std::string& name, const std::string& where) const;

  /// Error, with the new spelling, if this is an old one: the option's name and then, unless it is
  /// empty, "=" and the value.
  void refuse_renamed(const std::string& option, const std::string& value,
                      const std::string& where) const;

  /// Whether the condition's option has one of its values. `values` go before what is stored.
  bool holds(const Condition& condition, const Values& values) const;

  /// Why the option means nothing: "pr_darts.temperature belongs to method.name = "pr_darts";
  /// method.name is "darts"". Empty if it does mean something. `values` go before what is stored.
  std::string misplaced(const Option& option, const Values& values) const;

 private:
  /// The value of the option "section.option".
  std::string value_of(const std::string& name, const Values& values) const;
  /// The same for what is called `name` and belongs to whatever `option` belongs to.
  std::string misplaced(const Option& option, const std::string& name, const Values& values) const;
  /// The option "section.option" of a condition.
  Option known(const std::string& name) const;

  std::vector<Section> sections_;
  std::vector<Renamed> renamed_;
};

}  // namespace tetlo
