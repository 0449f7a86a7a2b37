// SPDX-License-Identifier: Apache-2.0
// The table of frameworks.
#pragma once

#include <any>
#include <string>
#include <vector>

#include "tetlo/frameworks/parts.h"
#include "tetlo/options/member.h"

namespace tetlo {

/// What a framework uses beside the main model. Options of what it does not use are refused.
struct FrameworkUses {
  bool auxiliary = false;              ///< an auxiliary model, as the axis "auxiliary" makes it
  bool auxiliary_images = false;       ///< images of a second task
  bool auxiliary_batches = false;      ///< batches of these, beside those of the main task
  bool transfer = false;               ///< knowledge that passes between the models
  bool separate_architecture = false;  ///< an α of the auxiliary model's own, if that is chosen
  bool preparation = false;            ///< training before the search
};

struct FrameworkEntry : Member {
  FrameworkUses uses;
  std::string defaults;  ///< defaults of options that it changes, as TOML
  /// Throws Error if the options do not fit the parts.
  FrameworkDefinition (*make)(const std::any& options, const FrameworkParts& parts);
};

const std::vector<FrameworkEntry>& frameworks();

/// The framework of that name; throws Error if there is none.
const FrameworkEntry& find_framework(const std::string& name);

/// The names of the frameworks that use something: `frameworks_with(&FrameworkUses::transfer)`.
std::vector<std::string> frameworks_with(bool FrameworkUses::*part);

}  // namespace tetlo
