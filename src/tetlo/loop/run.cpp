// SPDX-License-Identifier: Apache-2.0
#include "tetlo/loop/run.h"

#include <algorithm>
#include <cmath>

#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

template <typename... About>
std::string first_reason(const std::vector<StopRule*>& rules, const About&... about) {
  for (StopRule* rule : rules) {
    std::string reason = rule->reason(about...);
    if (!reason.empty()) return reason;
  }
  return "";
}

bool all_finite(const nlohmann::json& figures) {
  if (!figures.is_structured()) {
    return !figures.is_number_float() || std::isfinite(figures.get<double>());
  }
  return std::all_of(figures.begin(), figures.end(), all_finite);
}

bool all_finite(const Tensor& tensor) { return tensor.isfinite().all().item<bool>(); }

bool all_finite(const Snapshot& snapshot) {
  return std::all_of(snapshot.tensors.begin(), snapshot.tensors.end(),
                     [](const auto& entry) { return all_finite(entry.second); });
}

/// The losses of the iterations since they were read last.
class UnreadLosses {
 public:
  void add(const Tensor& loss) {
    accumulate(sum_, loss.detach().to(torch::kFloat64));
    ++count_;
  }
  /// Their mean.
  double read() {
    const double mean = sum_.item<double>() / count_;
    *this = {};
    return mean;
  }

 private:
  Tensor sum_;
  double count_ = 0;
};

/// Ends the epoch and returns its figures, or takes the job back to the end of its last iteration
/// and throws Stopped.
nlohmann::json finish_epoch(Job& job, const Position& done) {
  const Snapshot before = job.save();
  try {
    return job.finish_epoch(done.epoch);
  } catch (const Stopped&) {
    job.restore(before, done);
    throw;
  }
}

bool losses_are_due(const Job& job, const Position& done) {
  return done.iteration % kReadEvery == 0 || done.iteration == job.iterations(done.epoch);
}

}  // namespace

std::string first_not_finite(const std::map<std::string, Tensor>& tensors) {
  for (const auto& [name, tensor] : tensors) {
    if (!all_finite(tensor)) return name;
  }
  return "the loss";
}

std::string StopRequested::reason() { return requested_stop(); }

std::string Diverged::reason(double loss) { return std::isfinite(loss) ? "" : "diverged"; }

std::string Diverged::reason(const Job& job, const nlohmann::json& figures) {
  return all_finite(figures) && all_finite(job.save()) ? "" : "diverged";
}

Summary run(Job& job, Position done, const std::vector<Observer*>& observers,
            const std::vector<StopRule*>& rules) {
  Summary summary{.stop_reason = job.stop_reason(), .done = done};
  UnreadLosses losses;
  const auto iterate = [&] {
    const Tensor loss = job.iterate(done);
    ++done.iteration;
    losses.add(loss);
    for (Observer* observer : observers) observer->after_iteration(job, done, loss);
    summary.stop_reason = first_reason(rules);
    if (summary.stop_reason.empty() && !losses_are_due(job, done)) return;
    const std::string by_loss = first_reason(rules, losses.read());
    if (!by_loss.empty()) summary.stop_reason = by_loss;
  };
  const auto end_epoch = [&] {
    const nlohmann::json figures = finish_epoch(job, done);
    summary.stop_reason = first_reason(rules, job, figures);
    if (!summary.stop_reason.empty()) return;
    done = {.epoch = done.epoch + 1, .iteration = 0};
    for (Observer* observer : observers) observer->after_epoch(job, done, figures);
    summary.stop_reason = job.stop_reason();
  };
  while (summary.stop_reason.empty() && done.epoch < job.extent().epochs) {
    if (done.iteration == 0) job.begin_epoch(done.epoch);
    try {
      done.iteration < job.iterations(done.epoch) ? iterate() : end_epoch();
    } catch (const Stopped& stopped) {
      summary.stop_reason = stopped.reason;
    }
  }
  if (summary.stop_reason.empty()) summary.stop_reason = "finished";
  summary.done = done;
  for (Observer* observer : observers) observer->at_stop(job, done, summary.stop_reason);
  return summary;
}

}  // namespace tetlo
