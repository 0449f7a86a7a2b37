// SPDX-License-Identifier: Apache-2.0
// The members of an axis, such as the search methods, each with options of its own.
//
//   struct PrDartsOptions {
//     double temperature = 10;
//     std::vector<Field> fields() { return {{"temperature", {&temperature, positive(1e6)}, …}}; }
//   };
//   struct Method : Member { …make…; };  // an entry of the axis's table adds what it makes
//   const std::vector<Method>& methods() {
//     static const std::vector<Method> table{
//         {member("darts", "softmax over operations", "[Liu2019]"), make_darts},
//         {member<PrDartsOptions>("pr_darts", "gates", "[Zhou2020]"), make_pr_darts}};
//     return table;
//   }
//
// An options struct of the program holds a Choice, which reads `name = "pr_darts"` in the axis's
// section [method], and in a section [pr_darts] the options of that member.
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
  /// Its options struct, with the default values; empty: it has none.
  std::any options = {};
  /// The fields of such a struct.
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

/// Which member of an axis is chosen, and the options of all of them.
class Choice {
 public:
  /// `table` holds structs derived from Member.
  template <typename Table>
  Choice(const Table& table, std::string chosen)
      : name(std::move(chosen)), members_(table.begin(), table.end()) {}

  std::string name;

  /// The section of the axis, in which the name is its first field, and a section of each member
  /// that has options. They point into this object.
  std::vector<Section> sections(const std::string& axis, const std::string& meaning);

  /// The options of the chosen member, which has to have that type of options.
  template <typename Options>
  const Options& options() const {
    return std::any_cast<const Options&>(find_entry(members_, name, "member").options);
  }
  /// The same, as the `make` of a table takes them.
  const std::any& chosen() const { return find_entry(members_, name, "member").options; }
  template <typename Options>
  Options& options() {
    return const_cast<Options&>(std::as_const(*this).template options<Options>());
  }

 private:
  std::vector<Member> members_;
};

}  // namespace tetlo
