// SPDX-License-Identifier: Apache-2.0
#include "tetlo/auxiliaries/auxiliary.h"

namespace tetlo {

// Each in the file of its name.
AuxiliaryEntry tied_auxiliary();
AuxiliaryEntry untied_auxiliary();

const std::vector<AuxiliaryEntry>& auxiliaries() {
  static const std::vector<AuxiliaryEntry> table{tied_auxiliary(), untied_auxiliary()};
  return table;
}

}  // namespace tetlo
