// SPDX-License-Identifier: Apache-2.0
// A checkpoint: all that a stopped run needs to go on to the same bits, in one file.
//
// The file is a LibTorch archive of the snapshot's tensors and one JSON text: format version,
// configuration, position, the snapshot's values, seconds spent, and how long the files were that
// grow with the run. It is replaced as a whole (util/file.h).
#pragma once

#include <string>

#include "tetlo/loop/job.h"

namespace tetlo {

struct Checkpoint {
  std::string configuration;  ///< as TOML
  Position done = {};
  double seconds = 0;                                 ///< spent so far
  nlohmann::json lengths = nlohmann::json::object();  ///< bytes of each growing file
  Snapshot snapshot = {};
};

void save_checkpoint(const Checkpoint& checkpoint, const std::string& path);

/// Error where the file is missing, cut off or of another format.
Checkpoint load_checkpoint(const std::string& path);

}  // namespace tetlo
