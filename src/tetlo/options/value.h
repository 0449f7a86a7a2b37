// SPDX-License-Identifier: Apache-2.0
// Converts TOML values to the values of options.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "tetlo/options/field.h"
#include "tetlo/options/toml.h"

namespace tetlo {

using Value = std::variant<int64_t, double, bool, std::string, std::vector<double>>;

/// The node's value. Throws an Error that calls the option `name` unless the value suits the field.
Value value_for(const Field& field, const TomlNode& node, const std::string& name);

/// Stores the value in the field's member.
void assign(const Field& field, const Value& value);

/// The value of the field's member.
Value present_value(const Field& field);

/// A string without quotes, or any other value as TOML writes it; empty for a list.
std::string plain_text(const Value& value);

}  // namespace tetlo
