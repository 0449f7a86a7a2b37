// SPDX-License-Identifier: Apache-2.0
// The folder of a run: chooses its name, checks that it may be used, and writes its first files.
//
//   config.toml      every option as resolved, with the program's version and the seed
//   metrics.jsonl    one object per epoch           genotypes.jsonl  one genotype per epoch
//   checkpoint.safetensors, checkpoint-before.safetensors           the last two checkpoints
//   log.txt    genotype.txt    normal.svg    reduce.svg    summary.json
#pragma once

#include <string>

#include "tetlo/options/configuration.h"
#include "tetlo/record/checkpoint.h"

namespace tetlo {

/// The name of a folder that does not exist yet: runs/NAME or, if that exists, runs/NAME-2, ….
std::string free_run_folder(const std::string& name);

/// Prepares the folder for a run and returns the checkpoint from which to continue. For a new run
/// this writes config.toml with `header` on top and returns the beginning. A run that was stopped
/// before its first checkpoint is also resumed at the beginning. Throws Error if the folder of a
/// new run is not empty, or if the folder to resume has no run or one with other options.
Checkpoint open_run_folder(const std::string& folder, bool resume,
                           const Configuration& configuration, const std::string& header);

/// From then on, log messages go to standard error and are appended to log.txt in the folder.
void log_to(const std::string& folder);

}  // namespace tetlo
