// SPDX-License-Identifier: Apache-2.0
// Writes the files of a run folder: metrics.jsonl, genotypes.jsonl and times.jsonl grow by one line
// per epoch, and a checkpoint is saved after every epoch, within an epoch if the last one is too
// old, and when the run is stopped.
//
// Only times.jsonl, with the seconds spent on the run by the end of each line of metrics.jsonl,
// holds durations, so that the other files of a resumed run equal those of a run that was never
// stopped. A line is on the disk before the checkpoint that counts it. Lines
// that a killed run wrote after its last checkpoint are removed when it is resumed.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "tetlo/loop/run.h"
#include "tetlo/loop/run_options.h"
#include "tetlo/record/checkpoint.h"
#include "tetlo/util/file.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {

class Recorder : public Observer {
 public:
  struct When {
    std::vector<double> keep_after = {};  ///< epochs after which the checkpoint is also kept
    Minutes oldest = Minutes(10);         ///< the age of a checkpoint after which one is saved
  };

  /// Continues from the checkpoint `start`, which for a new run has only a configuration.
  Recorder(const std::string& folder, const Checkpoint& start, When when);

  void after_iteration(const Job& job, const Position& done, const Tensor& loss) override;
  void after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) override;
  void at_stop(const Job& job, const Position& done, const std::string& reason) override;

  /// The recorded figures of the last epoch; null if no epoch has ended.
  nlohmann::json last_figures() const;
  /// The seconds spent on the run, including those before it was resumed.
  double seconds() const;

 private:
  void save(const Job& job, const Position& done);

  std::string folder_;
  Checkpoint start_;  ///< without its snapshot
  When when_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point saved_ = started_;
  AppendedFile metrics_, genotypes_, times_;
};

/// When a run with these options saves checkpoints.
Recorder::When checkpoints_of(const RunOptions& options);

/// The file in a run folder with the checkpoint that is kept after so many epochs.
std::string kept_checkpoint(const std::string& folder, int64_t epochs);

}  // namespace tetlo
