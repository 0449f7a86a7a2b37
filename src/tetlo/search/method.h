// SPDX-License-Identifier: Apache-2.0
// The table of search methods: how the weights of candidates are relaxed and made discrete.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/relax/relaxation.h"

namespace tetlo {

struct MethodEntry {
  std::string name;
  std::string meaning;
  std::string source;
  std::unique_ptr<Relaxation> (*relaxation)(const Space& space);
};

const std::vector<MethodEntry>& methods();

}  // namespace tetlo
