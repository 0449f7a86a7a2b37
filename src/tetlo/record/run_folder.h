// SPDX-License-Identifier: Apache-2.0
// The folder of a run: what it is called, whether it may be used, and the first files in it.
//
//   config.toml      everything, as resolved, with the program's version and the seed
//   metrics.jsonl    one object an epoch            genotypes.jsonl  one genotype an epoch
//   checkpoint.pt    log.txt    genotype.txt    normal.svg    reduce.svg    summary.json
#pragma once

#include <string>

#include "tetlo/options/configuration.h"
#include "tetlo/record/checkpoint.h"

namespace tetlo {

/// runs/NAME, or runs/NAME-2, … if that is taken already.
std::string free_run_folder(const std::string& name);

/// The checkpoint to go on from, in a folder that is ready for use. A new run gets its config.toml
/// with `header` on top, and starts at the beginning; so does a resumed one that was stopped before
/// its first checkpoint. Error where a new run's folder holds another run, a resumed one's holds
/// none, or that run has another configuration.
Checkpoint open_run_folder(const std::string& folder, bool resume,
                           const Configuration& configuration, const std::string& header);

/// All that is logged goes to standard error and to log.txt of the folder, at its end.
void log_to(const std::string& folder);

/// Bytes of memory that this process has used at most.
int64_t peak_memory();

}  // namespace tetlo
