// SPDX-License-Identifier: Apache-2.0
// What a search has found, as its run folder says.
#pragma once

#include <optional>

#include "tetlo/report/gather.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The cells that a search has found; nothing if the run is no search or has not ended. Throws
/// Error if its summary has a text that is not a genotype.
std::optional<Genotype> found_cells(const RunRecord& run);

}  // namespace tetlo
