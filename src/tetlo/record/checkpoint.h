// SPDX-License-Identifier: Apache-2.0
// A checkpoint: one file with everything that a stopped run needs to continue and to end with the
// same bits as a run that was never stopped.
//
// The file has the format of safetensors (util/safetensors.h). It holds the snapshot's tensors
// and, as metadata, a JSON text with the format version, the configuration, the position, the
// snapshot's values, the seconds spent so far, and the lengths of those files that grow with the
// run; and the SHA-256 of the whole file, in which the digits of the digest itself are zeros. So a
// bit that changes anywhere is noticed.
//
// A run folder has the last two checkpoints, so that a run can go on if the last one is damaged.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/loop/job.h"

namespace tetlo {

struct Checkpoint {
  std::string configuration;  ///< the configuration of the run, as TOML
  Position done = {};
  double seconds = 0;                                 ///< seconds spent on the run so far
  nlohmann::json lengths = nlohmann::json::object();  ///< length in bytes of each growing file
  /// The numbers of epochs after which the run had finished before it was given more.
  std::vector<int64_t> extended_from = {};
  Snapshot snapshot = {};
};

void save_checkpoint(const Checkpoint& checkpoint, const std::string& path);

/// Throws Error if the file is missing, truncated, damaged or of another format.
Checkpoint load_checkpoint(const std::string& path);

/// Saves a checkpoint as the last one of a run folder, and keeps the one before it.
void save_last_checkpoint(const Checkpoint& checkpoint, const std::string& folder);

/// Loads the last checkpoint of a run folder, or the one before it, with a warning, if the last one
/// is damaged. Nothing if there is none. Throws Error if all there are, are damaged.
std::optional<Checkpoint> find_last_checkpoint(const std::string& folder);

/// The same, but throws Error if there is none.
Checkpoint load_last_checkpoint(const std::string& folder);

}  // namespace tetlo
