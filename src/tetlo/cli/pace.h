// SPDX-License-Identifier: Apache-2.0
// How long a search or a training will take on this machine, from its first iterations.
#pragma once

#include "tetlo/evaluate/options.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// Seconds of an iteration on average, with the share that it has in the validation at the end of
/// an epoch and, of a search, in the updates of α. Makes about ten iterations.
double seconds_an_iteration(const SearchOptions& options);

/// The same for the training of options.genotype, without its tests.
double seconds_an_iteration(const EvaluateOptions& options);

}  // namespace tetlo
