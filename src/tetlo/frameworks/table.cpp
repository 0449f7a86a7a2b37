// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/table.h"

#include "tetlo/util/table.h"

namespace tetlo {

// Each of these is defined in the file of its name.
FrameworkEntry plain_framework();
FrameworkEntry tetlo_framework();
FrameworkEntry mtl_framework();
FrameworkEntry es_framework();
FrameworkEntry att_framework();
FrameworkEntry no_aux_framework();
FrameworkEntry ranked_weights_framework();
FrameworkEntry ranked_alpha_framework();

const std::vector<FrameworkEntry>& frameworks() {
  static const std::vector<FrameworkEntry> table{plain_framework(),
                                                 tetlo_framework(),
                                                 mtl_framework(),
                                                 es_framework(),
                                                 att_framework(),
                                                 no_aux_framework(),
                                                 ranked_weights_framework(),
                                                 ranked_alpha_framework()};
  return table;
}

const FrameworkEntry& find_framework(const std::string& name) {
  return find_entry(frameworks(), name, "framework");
}

std::vector<std::string> frameworks_with(bool FrameworkUses::*part) {
  std::vector<std::string> names;
  for (const FrameworkEntry& entry : frameworks()) {
    if (entry.uses.*part) names.push_back(entry.name);
  }
  return names;
}

}  // namespace tetlo
