// SPDX-License-Identifier: Apache-2.0
// Makes the runs of a sweep on this machine, several at a time.
#pragma once

#include <string>
#include <vector>

#include "tetlo/cli/sweep_status.h"

namespace tetlo {

struct LocalOutcome {
  std::string stop_reason;      ///< "" or, if a stop was requested, why (util/stop_request.h)
  std::vector<RunStatus> runs;  ///< of all runs of the sweep
};

/// Starts each run in its turn, at most `jobs` at a time, as a child process; a run that somebody
/// else is making waits until that ends. Says on standard error whenever a run starts or ends and,
/// on a terminal, how far those at work are. A request to stop is passed on to the children, and
/// their ends are waited for. If this process is killed, they stop as if they had been asked to.
/// If there are names, only the runs with these are made.
LocalOutcome run_locally(const Sweep& sweep, int64_t jobs,
                         const std::vector<std::string>& names = {});

}  // namespace tetlo
