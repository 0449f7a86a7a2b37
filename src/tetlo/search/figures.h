// SPDX-License-Identifier: Apache-2.0
// The figures about the cells at the end of an epoch: the entropy and the number of skips of each
// cell, the genotype, and the genotype's entry in a table of accuracies (table) or the reason why
// there is none (not_in_table).
#pragma once

#include <nlohmann/json.hpp>

#include "tetlo/relax/relaxation.h"
#include "tetlo/search/known_accuracies.h"

namespace tetlo {

/// `known` may be empty.
nlohmann::json describe_cells(const Relaxation& relaxation, const Tensor& alpha,
                              const KnownAccuracies& known);

}  // namespace tetlo
