// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/table.h"

#include "tetlo/selections/selection.h"
#include "tetlo/util/error.h"

namespace tetlo {

// Each of these is defined in the file of its name.
SelectionEntry strongest_selection();
SelectionEntry perturbation_selection();
SelectionEntry curvature_selection();
SelectionEntry best_by_weights();
SelectionEntry best_by_table();

const std::vector<SelectionEntry>& selections() {
  static const std::vector<SelectionEntry> table{strongest_selection(), perturbation_selection(),
                                                 curvature_selection(), best_by_weights(),
                                                 best_by_table()};
  return table;
}

void require_learned_alpha(const SelectionParts& parts, const std::string& selection,
                           const std::string& needs) {
  require(parts.learns_alpha,
          "selection.name is {}, which {}; the method draws its cells and learns no α.", selection,
          needs);
}

const SelectionEntry& find_selection(const std::string& name) {
  return find_entry(selections(), name, "selection");
}

}  // namespace tetlo
