// SPDX-License-Identifier: Apache-2.0
// The table of studies.
#pragma once

#include <any>
#include <vector>

#include "tetlo/options/member.h"
#include "tetlo/studies/study.h"

namespace tetlo {

struct StudyEntry : Member {
  bool trains = false;  ///< whether it trains what its searches find
  /// Makes the runs of the study and compares them.
  Report (*run)(const std::any& options, Runs& runs);
};

const std::vector<StudyEntry>& studies();

}  // namespace tetlo
