// SPDX-License-Identifier: Apache-2.0
// Pictures of cells for a page. Graphviz places states and edges; the picture itself is drawn here,
// without ids, fonts and colours, which the page's style sheet gives by classes. It has a tenth of
// the length of Graphviz's own, so that a page can show every cell that a search has found.
//
// An edge has the colour of its operation. The cell is drawn from above to below, so that it fits
// on a telephone.
#pragma once

#include <string>
#include <vector>

#include "tetlo/space/cell.h"

namespace tetlo {

/// An SVG element for each cell. Throws Error if Graphviz is missing.
std::vector<std::string> cell_pictures(const std::vector<CellGraph>& cells);

/// The cell in words: "c_{k-2} to 0: sep_conv_3x3; …".
std::string cell_in_words(const CellGraph& cell);

}  // namespace tetlo
