// SPDX-License-Identifier: Apache-2.0
// Long work in epochs of iterations, the common form of a search and of the training of a network.
//
// A Job does the work, and run.h drives it. Everything that a job has learned is in its snapshot,
// and its random numbers depend on the position only, so that a job that is restored and continued
// gives the same bits as one that was never stopped.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tetlo/util/tensor.h"

namespace tetlo {

struct Extent {
  int64_t epochs = 0;
  int64_t iterations = 0;  ///< iterations per epoch
};

/// A point in the work.
struct Position {
  int64_t epoch = 0;      ///< number of complete epochs
  int64_t iteration = 0;  ///< number of complete iterations of the epoch after them

  bool operator==(const Position&) const = default;
};

struct Snapshot {
  std::map<std::string, Tensor> tensors;
  nlohmann::json values = nlohmann::json::object();
};

/// What is not finite in a job that has diverged: the first tensor, as far as it is known, and the
/// option of the learning rate that could be lowered.
struct Divergence {
  std::string tensor, rate;
};

class Job {
 public:
  virtual ~Job() = default;
  virtual Extent extent() const = 0;
  /// The number of iterations of an epoch, if that differs between epochs.
  virtual int64_t iterations(int64_t /*epoch*/) const { return extent().iterations; }
  /// Prepares epoch `epoch`, none of whose iterations is done. Also called when a restored job
  /// continues at the beginning of an epoch.
  virtual void begin_epoch(int64_t /*epoch*/) {}
  /// Does the iteration that follows `done` and returns its loss, a scalar on the job's device. The
  /// device may still be at work: the host waits for it when the loss is read. If a stop_point()
  /// (util/stop_request.h) throws, the job is as before.
  virtual Tensor iterate(const Position& done) = 0;
  /// Ends epoch `epoch`, all of whose iterations are done, and returns its figures. If a
  /// stop_point() throws, the job must be restored.
  virtual nlohmann::json finish_epoch(int64_t epoch) = 0;
  /// The reason why the job itself ends after the epoch that it has just finished; "" to continue.
  virtual std::string stop_reason() const { return ""; }
  /// What has become of a job whose loss or whose snapshot is not finite.
  virtual Divergence divergence() const = 0;
  /// Why a job that has finished cannot be given more epochs; "" if it can.
  virtual std::string why_not_longer() const { return ""; }
  virtual Snapshot save() const = 0;
  /// Continues the work of a job that saved `snapshot` at `done`.
  virtual void restore(const Snapshot& snapshot, const Position& done) = 0;
};

/// The first of the tensors that is not finite; "the loss" if all are.
std::string first_not_finite(const std::map<std::string, Tensor>& tensors);

/// The number of iterations before `done`.
inline int64_t iterations_before(const Job& job, const Position& done) {
  int64_t count = done.iteration;
  for (int64_t epoch = 0; epoch < done.epoch; ++epoch) count += job.iterations(epoch);
  return count;
}

}  // namespace tetlo
