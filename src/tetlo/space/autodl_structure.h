// SPDX-License-Identifier: Apache-2.0
// A cell of NAS-Bench-201 as AutoDL-Projects prints it in the logs of its searches [Dong2020]. The
// input counts as a node:
//   Structure(4 nodes with |nor_conv_3x3~0|+|…|)
#pragma once

#include <string>

#include "tetlo/space/nasbench201_cell.h"

namespace tetlo {

std::string autodl_structure_text(const Nasbench201Cell& cell);
/// Whether a text starts in this way.
bool is_autodl_structure(const std::string& text);
/// Reads a text of this form. Throws Error with the column if it is malformed.
Nasbench201Cell parse_autodl_structure(const std::string& text, const std::string& origin);

}  // namespace tetlo
