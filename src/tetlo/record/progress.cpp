// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/progress.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <utility>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr auto kOldest = std::chrono::seconds(2);

std::string file_in(const std::string& folder) { return folder + "/progress.json"; }

nlohmann::json epochs_of(const Job& job, const Position& done) {
  return {{"epochs", done.epoch}, {"of", job.extent().epochs}};
}

double age_of(const std::string& path) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(path, error);
  const auto now = std::filesystem::file_time_type::clock::now();
  return error ? 0 : std::chrono::duration<double>(now - written).count();
}

}  // namespace

Progress::Progress(std::string folder, Describe describe)
    : folder_(std::move(folder)), describe_(std::move(describe)) {}

double Progress::rate() const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - started_;
  return static_cast<double>(iterations_) / since.count();
}

double Progress::seconds_left(const Job& job, const Position& done) const {
  int64_t remaining = -done.iteration;
  for (int64_t e = done.epoch; e < job.extent().epochs; ++e) remaining += job.iterations(e);
  return static_cast<double>(remaining) / rate();
}

void Progress::after_iteration(const Job& job, const Position& done, const Tensor& loss) {
  ++iterations_;
  write_if_due(job, done);
  if (!line_.due()) return;
  line_.show(fmt::format("epoch {}/{}  iteration {}/{}  loss {:.3f}  {:.2f} it/s  {} left",
                         done.epoch + 1, job.extent().epochs, done.iteration,
                         job.iterations(done.epoch), loss.item<double>(), rate(),
                         duration(seconds_left(job, done))));
}

void Progress::after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) {
  line_.erase();
  // An epoch need not have iterations, or all of them were done before the run was resumed.
  const std::string speed = iterations_ > 0 ? fmt::format("{:.2f} it/s  {} left  ", rate(),
                                                          duration(seconds_left(job, done)))
                                            : "";
  spdlog::info("epoch {}/{}  {}{}", done.epoch, job.extent().epochs, speed, describe_(figures));
  if (iterations_ > 0) write_if_due(job, done);
}

void Progress::at_stop(const Job& job, const Position& done, const std::string&) {
  write_file(file_in(folder_), epochs_of(job, done).dump() + "\n");
}

void Progress::write_if_due(const Job& job, const Position& done) {
  if (std::chrono::steady_clock::now() - written_ < kOldest) return;
  nlohmann::json progress = epochs_of(job, done);
  progress["seconds_left"] = seconds_left(job, done);
  write_file(file_in(folder_), progress.dump() + "\n");
  written_ = std::chrono::steady_clock::now();
}

std::optional<KnownProgress> progress_in(const std::string& folder) {
  const std::string file = file_in(folder);
  if (!is_regular_file(file)) return {};
  try {
    const auto progress = nlohmann::json::parse(read_file(file));
    KnownProgress known{.epochs = progress.at("epochs"), .of = progress.at("of")};
    // A run that was killed and goes on may not yet have said how long that takes.
    const double left = progress.value("seconds_left", 0.0) - age_of(file);
    if (left > 0) known.seconds_left = left;
    return known;
  } catch (const nlohmann::json::exception&) {
    fail("{} is damaged: it does not say how far a run is.", file);
  }
}

}  // namespace tetlo
