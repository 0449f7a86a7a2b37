// SPDX-License-Identifier: Apache-2.0
// A search and the training of a network, as commands run them, each in its own run folder.
#pragma once

#include <map>
#include <string>

#include "tetlo/cli/run_command.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// Runs a search with these flags and their configuration, and writes every file of its run folder.
/// The summary has the genotype unless the search diverged.
RunOutcome run_search(const RunFlags& flags);

/// Trains the network of options.genotype and writes every file of its run folder; `configuration`
/// is that of `options`. The summary has parameters, multiply_adds and, after a test, test_error.
/// `search` is the file about the search that found the cells (search_on_record.h).
RunOutcome run_training(const EvaluateOptions& options, const Configuration& configuration,
                        const RunFlags& flags,
                        const std::map<std::string, std::string>& search = {});

/// Several searches, of which the best is kept.
struct BestOf {
  int64_t seeds = 1;  ///< the configured seed and those that follow it
  std::string over;   ///< "section.option=V1,V2,…": the option that varies; "": only seeds
};

/// Searches with every seed and value, trains each found network for some epochs on the training
/// half of the searches, and keeps the one with the best accuracy on their validation half
/// [Sheth2023, section 4.3; Zela2020, section 5]. Both halves are the same for all. Each run has
/// its own folder in the run folder.
void search_best_of(const RunFlags& flags, const BestOf& best_of);

}  // namespace tetlo
