// SPDX-License-Identifier: Apache-2.0
// The folder of a sweep.
//
//   sweep.json      which combination is in which folder, and the arguments of each run
//   commands.txt    one line for each run         array.sbatch    the same for Slurm
//   logs/N.txt      what the run of line N says beside its own log
//   NAME/           a run folder
//
// All files follow from sweep.json and are written anew whenever runs are added.
#pragma once

#include <string>
#include <vector>

#include "tetlo/cli/sweep_texts.h"
#include "tetlo/util/file.h"

namespace tetlo {

/// The sweep in a folder; one without runs, made in the present working folder, if there is none.
/// Throws Error if the folder holds something else or sweep.json is damaged.
Sweep read_sweep(const std::string& folder);

/// Throws Error if the sweep was made in another working folder, where its lines mean other files.
void require_made_here(const Sweep& sweep);

/// Adds the runs; those whose names the sweep has take the places of their namesakes.
void add_runs(Sweep& sweep, const std::vector<SweepRun>& runs);

/// Writes the files; `program` is the path of this one. The folder must exist, and its lock be held.
void write_sweep(const Sweep& sweep, const std::string& program);

/// A sweep, whose files nobody else writes meanwhile.
struct HeldSweep {
  FolderLock lock;
  Sweep sweep;
};

/// The sweep in the folder, which is made if it is not there, with these runs added and written.
/// Throws Error if somebody else holds it, or as the functions above do.
HeldSweep hold_sweep(const std::string& folder, const std::vector<SweepRun>& runs,
                     const std::string& program);

}  // namespace tetlo
