// SPDX-License-Identifier: Apache-2.0
// The members of an axis, such as the search methods, each with its own options.
//
//   struct PrDartsOptions {
//     double temperature = 10;
//     std::vector<Field> fields() { return {{"temperature", {&temperature, positive(1e6)}, …}}; }
//   };
//   struct Method : Member { …make…; };  // an entry of the axis's table adds the function make
//   const std::vector<Method>& methods() {
//     static const std::vector<Method> table{
//         {member("darts", "softmax over operations", "[Liu2019]"), make_darts},
//         {member<PrDartsOptions>("pr_darts", "gates", "[Zhou2020]"), make_pr_darts}};
//     return table;
//   }
//
// An options struct of the program holds a Choice, which reads `name = "pr_darts"` in the section
// of the axis, [method], and the options of that member in a section [pr_darts].
#pragma once

#include <any>
#include <string>
#include <utility>
#include <vector>

#include "tetlo/options/field.h"

namespace tetlo {

struct Member {
  std::string name;
  std::string meaning;
  std::string source;
  /// Its options struct, with the default values; empty if it has no options.
  std::any options = {};
  /// The fields of that struct.
  std::vector<Field> (*fields)(std::any& options) = nullptr;
};

/// A member without options.
inline Member member(const std::string& name, const std::string& meaning,
                     const std::string& source) {
  return {name, meaning, source};
}

/// A member whose options are a struct with a function fields().
template <typename Options>
Member member(const std::string& name, const std::string& meaning, const std::string& source) {
  return {name, meaning, source, Options(),
          [](std::any& options) { return std::any_cast<Options&>(options).fields(); }};
}

/// The member of an axis that is chosen, and the options of all members.
class Choice {
 public:
  /// `table` holds structs derived from Member.
  template <typename Table>
  Choice(const Table& table, std::string chosen)
      : name(std::move(chosen)), members_(table.begin(), table.end()) {}

  std::string name;

  /// The section of the axis, whose first field is the name, and one section for each member that
  /// has options. The sections point into this object.
  std::vector<Section> sections(const std::string& axis, const std::string& meaning);
  /// Only the sections of members, for a choice whose name is read by another option than
  /// [axis] name; `option` is "section.option".
  std::vector<Section> member_sections(const std::string& option);

  /// The options of the chosen member, which must have options of that type.
  template <typename Options>
  const Options& options() const {
    return std::any_cast<const Options&>(find_entry(members_, name, "member").options);
  }
  /// The same, in the form in which the `make` of a table takes them.
  const std::any& chosen() const { return find_entry(members_, name, "member").options; }
  template <typename Options>
  Options& options() {
    return const_cast<Options&>(std::as_const(*this).template options<Options>());
  }

 private:
  std::vector<Member> members_;
};

}  // namespace tetlo
