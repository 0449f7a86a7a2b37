// SPDX-License-Identifier: Apache-2.0
#include "tetlo/options/catalogue.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "tetlo/options/nearest.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

/// The member with that name; otherwise throws an Error that suggests the nearest
/// name or lists all.
template <typename T>
const T& find(const std::vector<T>& members, const std::string& name, const std::string& sentence) {
  for (const T& member : members) {
    if (member.name == name) return member;
  }
  fail("{}; {}", sentence, suggestion(name, names_in(members)));
}

/// Turns "a=1" into "a = 1".
std::string spelled(const std::string& assignment) {
  const size_t equals = assignment.find('=');
  if (equals == std::string::npos) return assignment;
  return fmt::format("{} = {}", assignment.substr(0, equals),
                     toml_string(assignment.substr(equals + 1)));
}

}  // namespace

void Catalogue::remove(const std::string& section) {
  std::erase_if(sections_, [&](const Section& one) { return one.name == section; });
}

const Section& Catalogue::section(const std::string& name, const std::string& where) const {
  return find(sections_, name, fmt::format("{}: There is no section \"{}\"", where, excerpt(name)));
}

Option Catalogue::option(const Section& section, const std::string& name,
                         const std::string& where) const {
  return {&section, &find(section.fields, name,
                          fmt::format("{}: There is no option \"{}\" in section \"{}\"", where,
                                      excerpt(name), section.name))};
}

void Catalogue::refuse_renamed(const std::string& option, const std::string& value,
                               const std::string& where) const {
  for (const auto& [before, now] : renamed_) {
    const bool is_old =
        before == option || (!value.empty() && before == fmt::format("{}={}", option, value));
    require(!is_old, "{}: {} is now written {}.", where, spelled(before), spelled(now));
  }
}

Option Catalogue::known(const std::string& name) const {
  for (const Section& section : sections_) {
    for (const Field& field : section.fields) {
      if (section.name + "." + field.name == name) return {&section, &field};
    }
  }
  throw std::logic_error("an option belongs to " + name + ", which does not exist");
}

bool Catalogue::holds(const Condition& condition, const Values& values) const {
  const auto& wanted = condition.values;
  return std::find(wanted.begin(), wanted.end(), value_of(condition.option, values)) !=
         wanted.end();
}

std::string Catalogue::value_of(const std::string& name, const Values& values) const {
  const auto given = values.find(name);
  return plain_text(given == values.end() ? present_value(*known(name).field) : given->second);
}

std::string Catalogue::misplaced(const Option& option, const Values& values) const {
  return misplaced(option, option.name(), values);
}

std::string Catalogue::misplaced(const Option& option, const std::string& name,
                                 const Values& values) const {
  for (const Condition* condition : {&option.section->belongs_to, &option.field->belongs_to}) {
    if (condition->option.empty()) continue;
    if (!holds(*condition, values)) {
      return fmt::format("{} belongs to {} = \"{}\"; {} is \"{}\"", name, condition->option,
                         fmt::join(condition->values, "\" or \""), condition->option,
                         excerpt(value_of(condition->option, values)));
    }
    std::string further = misplaced(known(condition->option), name, values);
    if (!further.empty()) return further;
  }
  return "";
}

}  // namespace tetlo
