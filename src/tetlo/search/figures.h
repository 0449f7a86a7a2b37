// SPDX-License-Identifier: Apache-2.0
// What is said of the cells that a search stands for at the end of an epoch: entropy and skips of
// either cell, genotype, and what a table of accuracies says of it (table) or why it says nothing
// (not_in_table).
#pragma once

#include <nlohmann/json.hpp>

#include "tetlo/relax/relaxation.h"
#include "tetlo/search/known_accuracies.h"

namespace tetlo {

/// `known` may be empty.
nlohmann::json describe_cells(const Relaxation& relaxation, const Tensor& alpha,
                              const KnownAccuracies& known);

}  // namespace tetlo
