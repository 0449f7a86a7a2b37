// SPDX-License-Identifier: Apache-2.0
// How far the runs of a sweep are, wherever they are made: read from their folders.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/cli/sweep_texts.h"

namespace tetlo {

enum class RunState { kWaiting, kRunning, kStopped, kDone, kFailed };

/// "waiting", "running", "stopped", "done" or "failed".
std::string to_string(RunState state);

struct RunStatus {
  std::string name;
  RunState state = RunState::kWaiting;
  int64_t epochs = 0;                    ///< that are done
  int64_t of = 0;                        ///< all epochs; 0: not known yet
  std::optional<double> seconds_left{};  ///< of a running one that has made an iteration
  std::string sentence = "";             ///< why it failed
};

/// The status of the run with this index. It is running while somebody has the lock of its folder.
RunStatus status_of(const Sweep& sweep, size_t run);
std::vector<RunStatus> status_of(const Sweep& sweep);

/// The last thing that a file of logs says, if it is the sentence of a failure; otherwise "".
std::string failure_in(const std::string& log);

/// "2/50 epochs, 3 min 05 s left"; of a failed run, its sentence.
std::string progress_text(const RunStatus& status);

/// "3 of 20 runs are done, 2 running, 1 failed".
std::string summary_text(const std::vector<RunStatus>& all);

/// A line for each run and the summary.
std::string table_text(const std::vector<RunStatus>& all);

nlohmann::json to_json(const std::vector<RunStatus>& all);

}  // namespace tetlo
