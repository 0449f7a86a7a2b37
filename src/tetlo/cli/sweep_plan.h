// SPDX-License-Identifier: Apache-2.0
// The runs that a command line asks for, all checked before anything is written or started.
#pragma once

#include <string>
#include <vector>

#include "tetlo/cli/sweep_texts.h"

namespace tetlo {

/// What the command line of a sweep says.
struct SweepFlags {
  std::vector<std::string> files = {}, assignments = {};
  std::string seeds = {}, out = {};
  int64_t threads = 0;  ///< of each run; 0: as configured
  /// Whether everything that is given is a part of the runs' names, not only what varies among them.
  bool full_names = false;
  /// Whether networks are built to check that they can be; the options are checked in any case.
  bool builds = true;
};

/// The runs of all combinations, each checked. An assignment is given only to those in which its
/// option has an effect, and combinations that do not differ thereby are one run. A run that is
/// among the `known` ones keeps its name there, also if it has other epochs; a folder accepts
/// more of them if its run has finished. Unless something says how many threads a run has,
/// it has one. Throws Error if an assignment has an effect on none, if a combination is impossible
/// or its data are missing, or if its folder in the sweep is that of another run. Writes nothing.
std::vector<SweepRun> plan_runs(const SweepFlags& flags, const std::vector<SweepRun>& known);

}  // namespace tetlo
