// SPDX-License-Identifier: Apache-2.0
// The spellings in which NASLib [Ruchte2020] writes cells as numbers.
//
// "Compact" cells of DARTS have a pair (source, operation) for each gene. They are those of
// nasbench301_cells.h, and an operation is its place in nasbench301_operations(); others who write
// such pairs count none as 0 and max_pool_3x3 as 1.
//
// The indices of a cell of NAS-Bench-201 are a list with the operation of each edge, sorted by the
// node that the edge leaves and then by the node that it enters: 0→1, 0→2, 0→3, 1→2, 1→3, 2→3.
// Operations count in the order skip_connect, none, nor_conv_3x3, nor_conv_1x1, avg_pool_3x3.
//
// Checkable: [4, 0, 3, 1, 4, 3] are the indices of the cell
//   |avg_pool_3x3~0|+|skip_connect~0|none~1|+|nor_conv_1x1~0|avg_pool_3x3~1|nor_conv_1x1~2|
#pragma once

#include <string>

#include "tetlo/space/darts_cells.h"
#include "tetlo/space/nasbench201_cell.h"

namespace tetlo {

/// The compact text of both cells, such as (((0, 3), (1, 3), …), ((0, 0), (1, 0), …)). Throws Error
/// if it cannot express them.
std::string naslib_compact_text(const DartsCells& cells);
/// Whether a text starts as a compact one does.
bool is_naslib_compact(const std::string& text);
/// Reads a compact text, in which tuples may be lists. Throws Error with the line and column if it is
/// malformed.
DartsCells parse_naslib_compact(const std::string& text, const std::string& origin);

/// The indices of a cell as a text, such as [4, 0, 3, 1, 4, 3].
std::string naslib_indices_text(const Nasbench201Cell& cell);
/// Whether a text starts as indices do.
bool is_naslib_indices(const std::string& text);
/// Reads indices, a list or a tuple. Throws Error with the line and column unless they are six, from
/// 0 to 4.
Nasbench201Cell parse_naslib_indices(const std::string& text, const std::string& origin);

}  // namespace tetlo
