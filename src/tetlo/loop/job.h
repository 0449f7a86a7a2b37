// SPDX-License-Identifier: Apache-2.0
// Long work as epochs of iterations: what a search and the training of a network have in common.
//
// A Job does the work; run.h drives it. All that a job has learned is in its snapshot, and whatever
// it draws at random depends on the position only, so that restoring a snapshot and going on gives
// the same bits as never having stopped.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/util/tensor.h"

namespace tetlo {

struct Extent {
  int64_t epochs = 0;
  int64_t iterations = 0;  ///< of an epoch
};

/// How many epochs are complete, and how many iterations of the epoch after them.
struct Position {
  int64_t epoch = 0;
  int64_t iteration = 0;

  bool operator==(const Position&) const = default;
};

struct Snapshot {
  std::map<std::string, Tensor> tensors;
  nlohmann::json values = nlohmann::json::object();
};

class Job {
 public:
  virtual ~Job() = default;
  virtual Extent extent() const = 0;
  /// Does the iteration that follows `done`; returns its loss.
  virtual double iterate(const Position& done) = 0;
  /// Ends epoch `epoch`, all of whose iterations are done, and returns its figures.
  virtual nlohmann::json finish_epoch(int64_t epoch) = 0;
  /// Why the job itself ends after the epoch that has just been finished, or "" to go on.
  virtual std::string stop_reason() const { return ""; }
  virtual Snapshot save() const = 0;
  /// Takes up where the job stood that saved `snapshot` at `done`.
  virtual void restore(const Snapshot& snapshot, const Position& done) = 0;
};

}  // namespace tetlo
