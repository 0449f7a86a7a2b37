// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/recorder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tetlo {
namespace {

constexpr const char* kMetrics = "metrics.jsonl";
constexpr const char* kGenotypes = "genotypes.jsonl";
constexpr const char* kTimes = "times.jsonl";

}  // namespace

Recorder::Recorder(const std::string& folder, const Checkpoint& start, When when)
    : folder_(folder),
      start_(start),
      when_(std::move(when)),
      metrics_(folder + "/" + kMetrics, start.lengths.value(kMetrics, int64_t{0})),
      genotypes_(folder + "/" + kGenotypes, start.lengths.value(kGenotypes, int64_t{0})),
      times_(folder + "/" + kTimes, start.lengths.value(kTimes, int64_t{0})) {
  start_.snapshot = {};
}

void Recorder::after_iteration(const Job& job, const Position& done, const Tensor& loss) {
  if (std::chrono::steady_clock::now() - saved_ < when_.oldest) return;
  // Worthless weights must not replace a checkpoint.
  if (std::isfinite(loss.item<double>())) save(job, done);
}

void Recorder::after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) {
  times_.append(nlohmann::json{{"seconds", seconds()}}.dump() + "\n");
  metrics_.append(figures.dump() + "\n");
  if (figures.contains("genotype")) {
    const nlohmann::json line = {{"epoch", figures["epoch"]}, {"genotype", figures["genotype"]}};
    genotypes_.append(line.dump() + "\n");
  }
  save(job, done);
}

void Recorder::at_stop(const Job& job, const Position& done, const std::string& reason) {
  const bool has_new_iterations = done.iteration > 0;
  // The weights of a diverged run are worthless, so its last checkpoint is kept.
  if (has_new_iterations && reason != "diverged") save(job, done);
}

void Recorder::save(const Job& job, const Position& done) {
  Checkpoint now = start_;
  now.done = done;
  now.seconds = seconds();
  now.lengths = {
      {kMetrics, metrics_.length()}, {kGenotypes, genotypes_.length()}, {kTimes, times_.length()}};
  now.snapshot = job.save();
  const auto epochs = static_cast<double>(done.epoch);
  const auto& keep = when_.keep_after;
  const bool kept = std::find(keep.begin(), keep.end(), epochs) != keep.end();
  if (kept && done.iteration == 0) save_checkpoint(now, kept_checkpoint(folder_, done.epoch));
  save_last_checkpoint(now, folder_);
  saved_ = std::chrono::steady_clock::now();
}

nlohmann::json Recorder::last_figures() const {
  const std::string text = read_file(folder_ + "/" + kMetrics);
  if (text.empty()) return nullptr;
  const size_t before_last = text.find_last_of('\n', text.size() - 2);
  return nlohmann::json::parse(text.substr(before_last == std::string::npos ? 0 : before_last));
}

Recorder::When checkpoints_of(const RunOptions& options) {
  return {.keep_after = options.keep_after, .oldest = Minutes(options.checkpoint_minutes)};
}

std::string kept_checkpoint(const std::string& folder, int64_t epochs) {
  return fmt::format("{}/checkpoint-{}.safetensors", folder, epochs);
}

double Recorder::seconds() const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - started_;
  return start_.seconds + since.count();
}

}  // namespace tetlo
