// SPDX-License-Identifier: Apache-2.0
// A phase of a search: a part of it that has weights and an α of its own. Most methods have one.
#pragma once

#include <cstdint>

#include "tetlo/space/space.h"

namespace tetlo {

struct Phase {
  Space space;  ///< with the candidates that earlier phases have left
  int64_t number = 0;
};

/// How far a phase has come: the argument of a method's schedules.
struct PhaseTime {
  int64_t epoch = 0, epochs = 1;  ///< of the phase; equal after its end
  int64_t iteration = 0;          ///< of the whole search
  bool draws = true;              ///< whether something may be drawn at random for this moment

  /// epoch / epochs: below 1 in the last epoch.
  double progress() const;
  /// epoch / (epochs − 1): exactly 1 in the last epoch, and after it.
  double ramp() const;
};

}  // namespace tetlo
