// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/recorder.h"

namespace tetlo {
namespace {

constexpr const char* kMetrics = "metrics.jsonl";
constexpr const char* kGenotypes = "genotypes.jsonl";

}  // namespace

Recorder::Recorder(const std::string& folder, const Checkpoint& start)
    : folder_(folder),
      configuration_(start.configuration),
      seconds_before_(start.seconds),
      metrics_(folder + "/" + kMetrics, start.lengths.value(kMetrics, int64_t{0})),
      genotypes_(folder + "/" + kGenotypes, start.lengths.value(kGenotypes, int64_t{0})) {}

void Recorder::after_epoch(const Job& job, const Position& done, const nlohmann::json& figures) {
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
  save_checkpoint({.configuration = configuration_,
                   .done = done,
                   .seconds = seconds(),
                   .lengths = {{kMetrics, metrics_.length()}, {kGenotypes, genotypes_.length()}},
                   .snapshot = job.save()},
                  folder_ + "/checkpoint.pt");
}

nlohmann::json Recorder::last_figures() const {
  const std::string text = read_file(folder_ + "/" + kMetrics);
  if (text.empty()) return nullptr;
  const size_t before_last = text.find_last_of('\n', text.size() - 2);
  return nlohmann::json::parse(text.substr(before_last == std::string::npos ? 0 : before_last));
}

double Recorder::seconds() const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - started_;
  return seconds_before_ + since.count();
}

}  // namespace tetlo
