// SPDX-License-Identifier: Apache-2.0
// A cell of NAS-Bench-101 as the benchmark's code and NASLib take it [Ying2019; Ruchte2020]: the
// matrix whose entry (i, j) is 1 if an edge leads from vertex i to vertex j, and the operations of
// all vertices, from 'input' to 'output':
//   {'matrix': [[0, 1, 0], [0, 0, 1], [0, 0, 0]], 'ops': ['input', 'maxpool3x3', 'output']}
#pragma once

#include <string>

#include "tetlo/space/nasbench101_cell.h"

namespace tetlo {

std::string nasbench101_matrix_text(const Nasbench101Cell& cell);
/// Whether a text starts in this way.
bool is_nasbench101_matrix(const std::string& text);
/// Reads a text of this form. Throws Error with the line and column if it is malformed, or unless the
/// matrix is square, has an edge only to later vertices, and fits the operations.
Nasbench101Cell parse_nasbench101_matrix(const std::string& text, const std::string& origin);

}  // namespace tetlo
