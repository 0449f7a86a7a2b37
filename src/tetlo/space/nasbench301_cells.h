// SPDX-License-Identifier: Apache-2.0
// The cells of DARTS that NAS-Bench-301 knows [Zela2022], and their spelling as a configuration.
// They have four nodes, all of which are concatenated, and seven operations.
//
// A configuration is a dictionary with an entry for each gene and one for the two sources of each
// node after the first. Their keys begin with NetworkSelectorDatasetInfo:darts: and go on so:
//   'edge_normal_4': 'skip_connect'    the operation on the edge of this number in cell_edges(4)
//   'inputs_node_normal_3': '0_2'      the states that state 3 reads, in ascending order
// It does not say which gene of a node is the first one, and its nodes read two different states.
// Other entries, which describe training, are passed over.
#pragma once

#include <string>
#include <vector>

#include "tetlo/space/darts_cells.h"

namespace tetlo {

/// The operations in the order of [Liu2019], without none.
const std::vector<std::string>& nasbench301_operations();

/// Throws Error unless both cells are of this kind. `spelling` stands for the rule in the error
/// message.
void check_nasbench301_cells(const DartsCells& cells, const std::string& spelling);

/// The states that are concatenated: 2, 3, 4, 5.
std::vector<int> nasbench301_concat();

/// The configuration of both cells. Throws Error if it cannot express them.
std::string nasbench301_text(const DartsCells& cells);
/// Whether a text starts as a configuration does.
bool is_nasbench301(const std::string& text);
/// Reads a configuration. The genes of a node are sorted by their sources. Throws Error with the line
/// and column if the text is malformed, or unless every node has two operations and its sources fit
/// them.
DartsCells parse_nasbench301(const std::string& text, const std::string& origin);

}  // namespace tetlo
