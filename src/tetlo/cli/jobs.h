// SPDX-License-Identifier: Apache-2.0
// A search and the training of a network as commands run them, in a run folder of their own.
#pragma once

#include "tetlo/cli/run_command.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// A search as flags and configuration ask for it. Leaves every file of its run folder; the summary
/// has the genotype unless the search diverged.
Ending run_search(const RunFlags& flags);

/// The training of options.genotype, whose configuration is `configuration`. Leaves every file of
/// its run folder; the summary has parameters, multiply_adds and, once tested, test_error.
Ending run_training(const EvaluateOptions& options, const Configuration& configuration,
                    const RunFlags& flags);

/// Searches with `count` seeds, the configured one and those that follow it, trains each network
/// found for a while on that search's training half, and keeps the one that is best on its
/// validation half [Sheth2023, section 4.3]. The runs lie in folders seed-N of the run folder.
void search_best_of_seeds(const RunFlags& flags, int64_t count);

}  // namespace tetlo
