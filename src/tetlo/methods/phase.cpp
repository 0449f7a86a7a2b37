// SPDX-License-Identifier: Apache-2.0
#include "tetlo/methods/phase.h"

#include <algorithm>

namespace tetlo {

double PhaseTime::progress() const {
  return static_cast<double>(epoch) / static_cast<double>(epochs);
}

double PhaseTime::ramp() const {
  if (epochs == 1) return 1;
  return std::min(1.0, static_cast<double>(epoch) / static_cast<double>(epochs - 1));
}

}  // namespace tetlo
