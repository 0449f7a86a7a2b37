// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/progress.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "tetlo/util/text.h"

namespace tetlo {

Progress::Progress(Describe describe) : describe_(std::move(describe)) {}

double Progress::rate() const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - started_;
  return static_cast<double>(iterations_) / since.count();
}

std::string Progress::left(const Job& job, const Position& done) const {
  int64_t remaining = -done.iteration;
  for (int64_t e = done.epoch; e < job.extent().epochs; ++e) remaining += job.iterations(e);
  return duration(static_cast<double>(remaining) / rate());
}

void Progress::after_iteration(const Job& job, const Position& done, const Tensor& loss) {
  ++iterations_;
  if (!line_.due()) return;
  line_.show(fmt::format("epoch {}/{}  iteration {}/{}  loss {:.3f}  {:.2f} it/s  {} left",
                         done.epoch + 1, job.extent().epochs, done.iteration,
                         job.iterations(done.epoch), loss.item<double>(), rate(), left(job, done)));
}

void Progress::after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) {
  line_.erase();
  // An epoch need not have iterations, or all of them were done before the run was resumed.
  const std::string speed =
      iterations_ > 0 ? fmt::format("{:.2f} it/s  {} left  ", rate(), left(job, done)) : "";
  spdlog::info("epoch {}/{}  {}{}", done.epoch, job.extent().epochs, speed, describe_(figures));
}

}  // namespace tetlo
