// SPDX-License-Identifier: Apache-2.0
// The table of frameworks.
#pragma once

#include <string>
#include <vector>

#include "tetlo/frameworks/parts.h"
#include "tetlo/options/member.h"

namespace tetlo {

struct FrameworkEntry : Member {
  bool has_auxiliary;    ///< whether there is an auxiliary model, and a transfer to it
  std::string defaults;  ///< defaults of options that it changes, as TOML
  FrameworkDefinition (*make)(const FrameworkParts& parts);
};

const std::vector<FrameworkEntry>& frameworks();

/// The framework of that name; throws Error if there is none.
const FrameworkEntry& find_framework(const std::string& name);

/// The names of the frameworks that have an auxiliary model.
std::vector<std::string> frameworks_with_auxiliary();

}  // namespace tetlo
