// SPDX-License-Identifier: Apache-2.0
// The choices of which the spaces of NAS-Bench-1Shot1 consist [Zela2020b, section 3]. Together they
// form a cell of NAS-Bench-101, in which each vertex applies an operation to the sum of its
// parents.
//
// State 0 is the input of the cell, and states 1 to n are its blocks. The choices are
//   the operation of each block                       n choices
//   the parents of the output, among all states       1 choice
//   the parents of each block that has more earlier states than parents
// in this order, which is also the order of the rows of α. The space fixes the number of parents of
// each block and of the output. Pools between cells halve the resolution.
//
// Checkable: "nasbench1shot1_1" has 4 + 1 + 2 choices; the parents of its second block are all
// earlier states, 0 and 1.
#pragma once

#include "tetlo/space/cell.h"

namespace tetlo {

struct Nasbench101Family {
  static constexpr CellTraits kTraits{.operations_on_edges = false};

  /// The number of parents of each block, and last the number of parents of the output.
  std::vector<int> parents;

  int blocks() const { return static_cast<int>(parents.size()) - 1; }
};

/// The candidates of every choice: names of operations or numbers of states.
std::vector<std::vector<std::string>> block_choices(const Nasbench101Family& family);

/// The index of the choice that decides on the parents of a block from 1 to n, or of the output,
/// which counts as block n + 1. Empty if all earlier states are parents of the block.
std::optional<size_t> parents_choice(const Nasbench101Family& family, int block);

}  // namespace tetlo
