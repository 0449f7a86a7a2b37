// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/table.h"

#include "tetlo/selections/selection.h"

namespace tetlo {

// Each of these is defined in the file of its name.
SelectionEntry strongest_selection();
SelectionEntry perturbation_selection();
SelectionEntry curvature_selection();

const std::vector<SelectionEntry>& selections() {
  static const std::vector<SelectionEntry> table{strongest_selection(), perturbation_selection(),
                                                 curvature_selection()};
  return table;
}

const SelectionEntry& find_selection(const std::string& name) {
  return find_entry(selections(), name, "selection");
}

}  // namespace tetlo
