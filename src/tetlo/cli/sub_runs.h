// SPDX-License-Identifier: Apache-2.0
// Runs in sub-folders of the folder of a command that makes several.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "tetlo/cli/run_command.h"

namespace tetlo {

/// The command that makes the runs.
struct WholeRun {
  std::string folder;
  std::string flags;  ///< those that resuming needs beside --resume and --out
};

bool has_begun(const std::string& folder);

/// The flags of a run in its own folder.
RunFlags flags_in(const std::string& folder, bool resume);

/// Exits with instructions for resuming the whole command if the run was interrupted.
const RunOutcome& not_interrupted(const RunOutcome& outcome, const WholeRun& whole);

/// Logs a sentence to the folder of all runs, because each run has redirected the log to its own.
void say(const std::string& folder, const std::string& sentence);

}  // namespace tetlo
