// SPDX-License-Identifier: Apache-2.0
// The known accuracies of the cells that a search finds, for spaces of which a benchmark has
// trained all cells.
#pragma once

#include <string>

#include "tetlo/space/accuracy_table.h"
#include "tetlo/space/space.h"

namespace tetlo {

/// Opens a file with the table of the space's benchmark. Throws Error if the space has no such
/// benchmark, or if the file is not such a table.
KnownAccuracies open_known_accuracies(const Space& space, const std::string& file);

}  // namespace tetlo
