// SPDX-License-Identifier: Apache-2.0
// The sequence of normal and reduction cells in a network. The rule is the same for supernets and
// for found networks [Liu2019, section 3].
//
// Cells ⌊L/3⌋ and ⌊2L/3⌋ of L are reduction cells, which double the channels and halve the
// side. A cell reads the outputs of the two previous cells. If cell k - 1 is a reduction cell,
// the output of cell k - 2 is still twice as large, so cell k reduces it first.
//
// Checkable: of 8 cells, 2 and 5 are reduction cells; of 20, 6 and 13; of 14, 4 and 9.
#pragma once

#include <vector>

#include "tetlo/space/space.h"

namespace tetlo {

struct CellPlan {
  CellKind kind = CellKind::kNormal;
  int64_t before_last = 0;  ///< channels of the output of cell k - 2
  int64_t last = 0;         ///< channels of the output of cell k - 1
  int64_t channels = 0;     ///< channels of each node
  bool reduce_before_last = false;
};

struct MacroShape {
  int64_t channels = 16;    ///< of the first cell's nodes
  int64_t cells = 8;        ///< at least 3, so that both kinds of cell occur
  int64_t before_last = 0;  ///< channels of the stem as seen by the first cell
  int64_t last = 0;
  int64_t normal_outputs = 4;  ///< nodes concatenated by a normal cell
  int64_t reduce_outputs = 4;  ///< nodes concatenated by a reduction cell
  bool stem_reduces = false;   ///< the stem halves the side between its two outputs (ImageNet)
};

/// The plan of every cell. Throws Error if there are fewer than 3 cells, or if the channels are odd
/// or fewer than 4.
std::vector<CellPlan> plan_cells(const MacroShape& shape);

}  // namespace tetlo
