// SPDX-License-Identifier: Apache-2.0
// What a whole run would cost on this machine, measured from one iteration.
#pragma once

#include <string>

#include "tetlo/evaluate/options.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// Seconds. The iteration is measured with a smaller batch if the batch is large, and counted in
/// proportion; if the images are not here, with random pixels of the same size.
double whole_cost(SearchOptions options);

/// The same for the training of options.genotype, with its tests.
double whole_cost(EvaluateOptions options);

}  // namespace tetlo
