// SPDX-License-Identifier: Apache-2.0
// Tables of what goes by a name: any range of entries with a member `name`.
#pragma once

#include <fmt/ranges.h>

#include <string>
#include <vector>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {

template <typename Table>
std::vector<std::string> names_in(const Table& table) {
  std::vector<std::string> names;
  for (const auto& entry : table) names.push_back(entry.name);
  return names;
}

/// The entry of that name. Error that lists all names when there is none; `what` is what its
/// entries are.
template <typename Table>
const auto& find_entry(const Table& table, const std::string& name, const std::string& what) {
  for (const auto& entry : table) {
    if (entry.name == name) return entry;
  }
  fail("There is no {} \"{}\"; there are {}.", what, excerpt(name),
       fmt::join(names_in(table), ", "));
}

}  // namespace tetlo
