// SPDX-License-Identifier: Apache-2.0
// A cell of NAS-Bench-201 has one input, state 0, and an operation on every edge to its three
// nodes, of which the last is its output. There is no reduction cell: residual blocks between
// cells, in which nothing is chosen, halve the resolution. The text is that of the benchmark
// [Dong2020]: nodes stand between bars, an operation on state s is written as operation~s.
//   |nor_conv_3x3~0|+|skip_connect~0|none~1|+|skip_connect~0|none~1|avg_pool_3x3~2|
#pragma once

#include "tetlo/space/cell.h"

namespace tetlo {

struct Nasbench201Cell {
  std::vector<std::string> operations;  ///< of cell_edges(3, 1), in their order

  std::string text() const;
  std::optional<CellGraph> graph(CellKind kind) const;

  bool operator==(const Nasbench201Cell&) const = default;
};

struct Nasbench201Family {
  static constexpr CellTraits kTraits{};
};

/// The cell with these operations on its six edges. Throws Error if it is none of the benchmark's.
Nasbench201Cell nasbench201_cell(const std::vector<std::string>& operations);

/// Reads such a text; throws Error with the column if it is malformed.
Nasbench201Cell parse_nasbench201(const std::string& text, const std::string& origin);

}  // namespace tetlo
