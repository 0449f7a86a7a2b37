// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/macro.h"

#include "tetlo/util/error.h"

namespace tetlo {

std::vector<CellPlan> plan_cells(const MacroShape& shape) {
  require(shape.cells >= 3,
          "cells is {}; it must be at least 3, so that normal and reduction cells both occur.",
          shape.cells);
  // With 2 channels, a skip connection of stride 2 has convolutions with one output channel each,
  // for which the oneDNN of LibTorch 1.13 writes past the end of the gradient.
  require(shape.channels >= 4 && shape.channels % 2 == 0,
          "channels is {}; it must be even and at least 4, because reductions halve it.",
          shape.channels);
  std::vector<CellPlan> plans;
  int64_t before_last = shape.before_last, last = shape.last, channels = shape.channels;
  bool last_reduced = shape.stem_reduces;
  for (int64_t k = 0; k < shape.cells; ++k) {
    const bool reduces = k == shape.cells / 3 || k == 2 * shape.cells / 3;
    if (reduces) channels *= 2;
    plans.push_back({.kind = reduces ? CellKind::kReduction : CellKind::kNormal,
                     .before_last = before_last,
                     .last = last,
                     .channels = channels,
                     .reduce_before_last = last_reduced});
    before_last = last;
    last = channels * (reduces ? shape.reduce_outputs : shape.normal_outputs);
    last_reduced = reduces;
  }
  return plans;
}

}  // namespace tetlo
