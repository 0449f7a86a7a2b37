// SPDX-License-Identifier: Apache-2.0
// The loop of loops: drives a job to its end, tells observers, asks stop rules.
//
// Logging, progress and checkpoints are observers; interruption and divergence are stop rules; the
// job holds only the algorithm.
// Checkable: a job of 2 epochs of 3 iterations is observed after 6 iterations and 2 epochs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/loop/job.h"

namespace tetlo {

class Observer {
 public:
  virtual ~Observer() = default;
  /// After every iteration; `done` counts it.
  virtual void after_iteration(const Job&, const Position& /*done*/, double /*loss*/) {}
  /// After every epoch; `done` stands at the beginning of the next.
  virtual void after_epoch(const Job&, const Position& /*done*/,
                           const nlohmann::json& /*figures*/) {}
  /// Once, at the end, whatever the reason.
  virtual void at_stop(const Job&, const Position& /*done*/, const std::string& /*reason*/) {}
};

class StopRule {
 public:
  virtual ~StopRule() = default;
  /// Why to stop after an iteration of this loss, or "" to go on.
  virtual std::string reason(double loss) = 0;
  /// The same at the end of an epoch, before observers hear of it.
  virtual std::string reason(const Job& /*job*/, const nlohmann::json& /*figures*/) { return ""; }
};

/// Stops with "diverged" where the loss, or at an epoch's end any figure or number that the job has
/// learned, is no longer finite.
class Diverged : public StopRule {
 public:
  std::string reason(double loss) override;
  std::string reason(const Job& job, const nlohmann::json& figures) override;
};

struct Summary {
  std::string stop_reason;  ///< "finished", or what a stop rule or the job itself said
  Position done;
};

/// Runs `job` from `done` to the end of its extent, or until a rule gives a reason. An epoch at
/// whose end there is a reason to stop is not observed.
Summary run(Job& job, Position done, const std::vector<Observer*>& observers,
            const std::vector<StopRule*>& rules);

}  // namespace tetlo
