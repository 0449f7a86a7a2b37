// SPDX-License-Identifier: Apache-2.0
// A phase of a search: a part of the search with its own weights and its own α.
// Most methods have one.
#pragma once

#include <cstdint>

#include "tetlo/space/space.h"

namespace tetlo {

struct Phase {
  Space space;  ///< with the candidates that earlier phases have kept
  int64_t number = 0;
};

/// The progress of a phase: the argument of a method's schedules.
struct PhaseTime {
  int64_t epoch = 0, epochs = 1;  ///< of the phase; epoch = epochs after its end
  int64_t iteration = 0;          ///< of the whole search
  bool draws = true;              ///< whether random numbers may be drawn at this time
  size_t architecture = 0;        ///< the one that is relaxed; each has draws of its own

  /// epoch / epochs, which is below 1 in the last epoch.
  double progress() const;
  /// epoch / (epochs − 1), which is exactly 1 in the last epoch and after it.
  double ramp() const;
};

}  // namespace tetlo
