// SPDX-License-Identifier: Apache-2.0
// The outermost loop: drives a job to its end, tells observers about it and asks stop rules.
//
// Logging, progress and checkpoints are observers, interruption and divergence are stop rules, so
// that a job holds only the algorithm.
//
// The loss of an iteration lies on the device of the job, and reading it makes the host wait. Losses
// are therefore read together: after every kReadEvery iterations of an epoch, at its end, and before
// a run stops. What is read is their mean since the last time, so that none that is not finite goes
// unnoticed.
//
// If the job is stopped in the middle of an iteration or of the end of an epoch, it is at the
// position before it.
//
// Checkable: a job of 2 epochs with 3 iterations each is observed after 6 iterations and after 2
// epochs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/loop/job.h"

namespace tetlo {

inline constexpr int64_t kReadEvery = 50;

class Observer {
 public:
  virtual ~Observer() = default;
  /// Called after every iteration; `done` includes it. The host waits for the device if the loss, a
  /// scalar, is read.
  virtual void after_iteration(const Job&, const Position& /*done*/, const Tensor& /*loss*/) {}
  /// Called after every epoch; `done` is the beginning of the next one.
  virtual void after_epoch(const Job&, const Position& /*done*/,
                           const nlohmann::json& /*figures*/) {}
  /// Called once, at the end of the run, whatever the reason.
  virtual void at_stop(const Job&, const Position& /*done*/, const std::string& /*reason*/) {}
};

class StopRule {
 public:
  virtual ~StopRule() = default;
  /// The reason to stop after an iteration; "" to continue.
  virtual std::string reason() { return ""; }
  /// The same when losses have been read: their mean since the last time.
  virtual std::string reason(double /*loss*/) { return ""; }
  /// The same at the end of an epoch, before observers are told of it.
  virtual std::string reason(const Job& /*job*/, const nlohmann::json& /*figures*/) { return ""; }
};

/// Stops when that is requested (util/stop_request.h).
class StopRequested : public StopRule {
 public:
  using StopRule::reason;
  std::string reason() override;
};

/// Stops with the reason "diverged" if a loss is not finite or if, at the end of an epoch, any
/// figure or any number in the job's snapshot is not finite.
class Diverged : public StopRule {
 public:
  using StopRule::reason;
  std::string reason(double loss) override;
  std::string reason(const Job& job, const nlohmann::json& figures) override;
};

struct Summary {
  std::string stop_reason;  ///< "finished", or the reason that a stop rule or the job itself gave
  Position done;
};

/// Runs `job` from `done` to the end of its extent, or until a rule gives a reason to stop.
/// Observers are not told about an epoch at whose end a rule gives a reason to stop.
Summary run(Job& job, Position done, const std::vector<Observer*>& observers,
            const std::vector<StopRule*>& rules);

}  // namespace tetlo
