// SPDX-License-Identifier: Apache-2.0
// Values of TOML as options take them.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <variant>
#include <vector>

#include "tetlo/options/field.h"

namespace tetlo {

using Value = std::variant<int64_t, double, bool, std::string, std::vector<double>>;

/// Where a mistake stands, as an error begins: "file:line:column".
std::string place(const std::string& name, const toml::source_region& region);

/// The value as errors show it: "the integer 3", "an array".
std::string shown(const toml::node& node);

/// The node's value. Error unless it suits the field: `where` begins it, `name` is the option.
Value value_for(const Field& field, const toml::node& node, const std::string& where,
                const std::string& name);

/// Stores the value in the field's member.
void assign(const Field& field, const Value& value);

}  // namespace tetlo
