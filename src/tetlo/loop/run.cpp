// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/run.h"

#include <cmath>

namespace tetlo {
namespace {

std::string first_reason(const std::vector<StopRule*>& rules, double loss) {
  for (StopRule* rule : rules) {
    const std::string reason = rule->reason(loss);
    if (!reason.empty()) return reason;
  }
  return "";
}

}  // namespace

std::string Diverged::reason(double loss) { return std::isfinite(loss) ? "" : "diverged"; }

Summary run(Job& job, Position done, const std::vector<Observer*>& observers,
            const std::vector<StopRule*>& rules) {
  Summary summary{.stop_reason = "", .done = done};
  while (summary.stop_reason.empty() && done.epoch < job.extent().epochs) {
    if (done.iteration < job.extent().iterations) {
      const double loss = job.iterate(done);
      ++done.iteration;
      for (Observer* observer : observers) observer->after_iteration(job, done, loss);
      summary.stop_reason = first_reason(rules, loss);
    } else {
      const nlohmann::json figures = job.finish_epoch(done.epoch);
      done = {.epoch = done.epoch + 1, .iteration = 0};
      for (Observer* observer : observers) observer->after_epoch(job, done, figures);
    }
  }
  if (summary.stop_reason.empty()) summary.stop_reason = "finished";
  summary.done = done;
  for (Observer* observer : observers) observer->at_stop(job, done, summary.stop_reason);
  return summary;
}

}  // namespace tetlo
