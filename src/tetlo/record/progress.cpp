// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/progress.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>

namespace tetlo {
namespace {

constexpr const char* kEraseLine = "\r\x1b[K";

}  // namespace

Progress::Progress(Describe describe)
    : describe_(std::move(describe)), terminal_(isatty(fileno(stderr)) != 0) {}

double Progress::rate() const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - started_;
  return static_cast<double>(iterations_) / since.count();
}

std::string Progress::left(const Job& job, const Position& done) const {
  int64_t remaining = -done.iteration;
  for (int64_t e = done.epoch; e < job.extent().epochs; ++e) remaining += job.iterations(e);
  return duration(static_cast<double>(remaining) / rate());
}

void Progress::after_iteration(const Job& job, const Position& done, double loss) {
  ++iterations_;
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - shown_ < std::chrono::milliseconds(200)) return;
  shown_ = now;
  fmt::print(stderr, "{}epoch {}/{}  iteration {}/{}  loss {:.3f}  {:.2f} it/s  {} left",
             kEraseLine, done.epoch + 1, job.extent().epochs, done.iteration,
             job.iterations(done.epoch), loss, rate(), left(job, done));
  std::fflush(stderr);
}

void Progress::after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) {
  if (terminal_) fmt::print(stderr, kEraseLine);
  spdlog::info("epoch {}/{}  {:.2f} it/s  {} left  {}", done.epoch, job.extent().epochs, rate(),
               left(job, done), describe_(figures));
}

std::string duration(double seconds) {
  const auto whole = std::llround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace tetlo
