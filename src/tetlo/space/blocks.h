// SPDX-License-Identifier: Apache-2.0
// The choices of NAS-Bench-1Shot1 [Zela2020b, section 3]: cells of NAS-Bench-101, whose vertices
// are operations, each on the sum of its parents.
//
// State 0 is the cell's input, states 1 to n its blocks, and what is chosen is
//   the operation of each block                       n choices
//   the parents of the output, among all states       1
//   the parents of each block that has more states before it than parents
// in this order, which is also that of α's rows. How many parents each has is fixed by the space.
//
// Checkable: "nasbench1shot1_1" has 4 + 1 + 2 choices; its second block has all there is, states 0
// and 1.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tetlo {

struct Space;

/// The candidates of every choice: operations by name, states by number.
std::vector<std::vector<std::string>> block_choices(const Space& space);

/// Which choice decides on the parents of that block, 1, …, n; nothing where all earlier states are
/// its parents. The output is block n + 1.
std::optional<size_t> parents_choice(const Space& space, int block);

}  // namespace tetlo
