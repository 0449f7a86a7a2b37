// SPDX-License-Identifier: Apache-2.0
// A checkpoint: one file with everything that a stopped run needs to continue and to end with the
// same bits as a run that was never stopped.
//
// The file is a LibTorch archive. It holds the snapshot's tensors and a JSON text with the format
// version, the configuration, the position, the snapshot's values, the seconds spent so far, and
// the lengths of those files that grow with the run. It is replaced as a whole (util/file.h).
#pragma once

#include <string>

#include "tetlo/loop/job.h"

namespace tetlo {

struct Checkpoint {
  std::string configuration;  ///< the configuration of the run, as TOML
  Position done = {};
  double seconds = 0;                                 ///< seconds spent on the run so far
  nlohmann::json lengths = nlohmann::json::object();  ///< length in bytes of each growing file
  Snapshot snapshot = {};
};

void save_checkpoint(const Checkpoint& checkpoint, const std::string& path);

/// Throws Error if the file is missing, truncated, damaged or of another format.
Checkpoint load_checkpoint(const std::string& path);

}  // namespace tetlo
