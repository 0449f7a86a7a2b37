// SPDX-License-Identifier: Apache-2.0
// The rules for a cell of DARTS, for code that reads cells from a text.
#pragma once

#include <string>
#include <vector>

#include "tetlo/space/darts_cells.h"
#include "tetlo/space/text_reader.h"

namespace tetlo {

/// The cell with these genes and these concatenated states. Throws Error with their place in the
/// text unless there are two genes for each node, every source is an earlier state, and every
/// concatenated state is a node. `name`, "normal" or "reduce", stands for the cell in error
/// messages.
DartsCell checked_cell(const TextReader& reader, const List<Gene>& genes, const List<int>& concat,
                       const std::string& name);

}  // namespace tetlo
