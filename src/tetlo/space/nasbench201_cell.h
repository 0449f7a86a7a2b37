// SPDX-License-Identifier: Apache-2.0
// A cell of NAS-Bench-201 has one input, state 0, and three nodes, the last of which is its output.
// Every edge has an operation. There is no reduction cell; instead, residual blocks between cells,
// in which nothing is chosen, halve the resolution. The text is that of the benchmark [Dong2020]:
// a + separates the nodes, bars separate the operations of a node, and an operation on state s is
// written as operation~s.
//   |nor_conv_3x3~0|+|skip_connect~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|
#pragma once

#include "tetlo/space/cell.h"

namespace tetlo {

struct Nasbench201Cell {
  std::vector<std::string> operations;  ///< one for each edge of cell_edges(3, 1), in that order

  std::string text() const;
  std::optional<CellGraph> graph(CellKind kind) const;

  bool operator==(const Nasbench201Cell&) const = default;
};

struct Nasbench201Family {
  static constexpr CellTraits kTraits{};
};

/// The cell with these operations on its six edges. Throws Error unless there are six of them, all
/// of which the benchmark has.
Nasbench201Cell nasbench201_cell(const std::vector<std::string>& operations);

/// Reads a text of this form. Throws Error with the column if it is malformed. `origin` names the
/// source of the text in error messages.
Nasbench201Cell parse_nasbench201(const std::string& text, const std::string& origin);

}  // namespace tetlo
