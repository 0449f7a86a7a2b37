// SPDX-License-Identifier: Apache-2.0
// Look-up in tables whose entries have a name: any range of structs with a member `name`.
#pragma once

#include <fmt/ranges.h>

#include <iterator>
#include <string>
#include <vector>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {

/// The names of all entries, in the order of the table.
template <typename Table>
std::vector<std::string> names_in(const Table& table) {
  std::vector<std::string> names;
  names.reserve(std::size(table));
  for (const auto& entry : table) names.push_back(entry.name);
  return names;
}

/// The entry of that name. If there is none, throws an Error that lists all names; `kind` is a noun
/// for an entry, such as "data set".
template <typename Table>
const auto& find_entry(const Table& table, const std::string& name, const std::string& kind) {
  for (const auto& entry : table) {
    if (entry.name == name) return entry;
  }
  fail("There is no {} \"{}\"; there are {}.", kind, excerpt(name),
       fmt::join(names_in(table), ", "));
}

}  // namespace tetlo
