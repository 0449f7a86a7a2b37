// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/table.h"

namespace tetlo {

// Each of these is defined in the file of its name.
StudyEntry degeneration_study();
StudyEntry fidelity_correlation_study();
StudyEntry hypergradient_study();
StudyEntry neighbours_study();
StudyEntry prune_space_study();
StudyEntry tradeoff_study();
StudyEntry transfer_between_study();
StudyEntry transfer_fidelity_study();
StudyEntry transfers_study();

const std::vector<StudyEntry>& studies() {
  static const std::vector<StudyEntry> table{
      transfer_fidelity_study(), fidelity_correlation_study(), tradeoff_study(),
      transfers_study(),         transfer_between_study(),     neighbours_study(),
      hypergradient_study(),     prune_space_study(),          degeneration_study()};
  return table;
}

}  // namespace tetlo
