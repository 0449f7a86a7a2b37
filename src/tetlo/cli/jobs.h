// SPDX-License-Identifier: Apache-2.0
// A search and the training of a network as commands run them, in a run folder of their own.
#pragma once

#include "tetlo/cli/run_command.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// A search as flags and configuration ask for it. Leaves every file of its run folder; the summary
/// has the genotype unless the search diverged.
RunOutcome run_search(const RunFlags& flags);

/// The training of options.genotype, whose configuration is `configuration`. Leaves every file of
/// its run folder; the summary has parameters, multiply_adds and, once tested, test_error.
RunOutcome run_training(const EvaluateOptions& options, const Configuration& configuration,
                        const RunFlags& flags);

/// Several searches of which the best is kept.
struct BestOf {
  int64_t seeds = 1;  ///< the configured seed and those that follow it
  std::string over;  ///< "section.option=V1,V2,…": in what the searches differ; "": in seeds alone
};

/// Searches with every seed and value, trains each network found for a while on the training half of
/// the searches, and keeps the one that is best on their validation half [Sheth2023, section 4.3;
/// Zela2020, section 5]. Both halves are the same for all. Each run lies in a folder of its own in the
/// run folder.
void search_best_of(const RunFlags& flags, const BestOf& best_of);

}  // namespace tetlo
