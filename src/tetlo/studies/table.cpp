// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/table.h"

namespace tetlo {

// Each of these is defined in the file of its name.
StudyEntry hypergradient_study();
StudyEntry neighbours_study();
StudyEntry prune_space_study();
StudyEntry tradeoff_study();
StudyEntry transfer_between_study();
StudyEntry transfers_study();

const std::vector<StudyEntry>& studies() {
  static const std::vector<StudyEntry> table{tradeoff_study(),         transfers_study(),
                                             transfer_between_study(), neighbours_study(),
                                             hypergradient_study(),    prune_space_study()};
  return table;
}

}  // namespace tetlo
