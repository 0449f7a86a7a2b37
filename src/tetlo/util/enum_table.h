// SPDX-License-Identifier: Apache-2.0
// Enumerations whose values have names. Each has one table, which is found by overload:
//
//   enum class Reduction { kSum, kMean };
//   inline EnumTable<Reduction> table_of(Reduction) {
//     return {{Reduction::kSum, "sum", "their sum"}, {Reduction::kMean, "mean", "their mean"}};
//   }
//
// Checkable: with this table, to_string(Reduction::kMean) is "mean", and
// value_named<Reduction>("sum", "reduction") is Reduction::kSum.
#pragma once

#include <concepts>
#include <string>
#include <type_traits>
#include <vector>

#include "tetlo/util/table.h"

namespace tetlo {

template <typename E>
struct EnumEntry {
  E value;
  std::string name;
  std::string meaning;
};

template <typename E>
using EnumTable = std::vector<EnumEntry<E>>;

template <typename E>
concept NamedEnum = std::is_enum_v<E> && requires(E value) {
  { table_of(value) } -> std::same_as<EnumTable<E>>;
};

/// The name of the value.
template <NamedEnum E>
std::string to_string(E value) {
  for (const auto& entry : table_of(value)) {
    if (entry.value == value) return entry.name;
  }
  throw std::logic_error("a value of an enumeration is missing from its table");
}

/// The value with that name. If there is none, throws an Error that lists all names; `what` is the
/// noun for a value in this message.
template <NamedEnum E>
E value_named(const std::string& name, const std::string& what) {
  const EnumTable<E> table = table_of(E());
  return find_entry(table, name, what).value;
}

}  // namespace tetlo
