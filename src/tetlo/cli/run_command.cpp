// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/run_command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <charconv>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <limits>

#include "tetlo/cli/version.h"
#include "tetlo/draw/dot.h"
#include "tetlo/record/recorder.h"
#include "tetlo/record/tensorboard.h"
#include "tetlo/space/operation_counts.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"
#include "tetlo/util/memory.h"
#include "tetlo/util/stop_request.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr int kDiverged = 1;

/// A run can only be resumed by the command that started it.
void require_run_of(const std::string& command, const std::string& folder) {
  const std::string file = folder + "/config.toml";
  if (!std::filesystem::exists(file)) return;
  const std::string text = read_file(file), line = text.substr(0, text.find('\n'));
  const size_t comma = line.find(", ");
  const std::string version = line.substr(0, comma);
  require(version == "# tetlo " TETLO_VERSION,
          "The run in {} was started by {} and must be resumed by that version; this is "
          "tetlo " TETLO_VERSION ".",
          folder, version.starts_with("# ") ? version.substr(2) : "an unknown program");
  const std::string made = comma == std::string::npos ? "" : line.substr(comma + 2);
  require(made == command, "The folder {} contains a run of \"{}\", which \"{}\" cannot resume.",
          folder, made, command);
}

/// Gives the run in the plan's folder more epochs if it has finished and the plan has more.
void extend_if_asked(const Job& job, const RunPlan& plan) {
  const std::string& folder = plan.flags.out;
  const auto from = extendable_from(folder, plan.configuration, plan.command);
  if (!from) return;
  require_extendable(job, folder, *from);
  extend(folder, plan.configuration, header_of(plan.command), *from);
}

}  // namespace

void require_extendable(const Job& job, const std::string& folder, int64_t from) {
  require(job.why_not_longer().empty(),
          "The run in {} has finished after {} epochs and cannot be given more: {}.", folder, from,
          job.why_not_longer());
}

Minutes time_limit(const RunFlags& flags) {
  if (flags.time_limit.empty()) return Minutes(std::numeric_limits<double>::infinity());
  double minutes = 0;
  const char* end = flags.time_limit.data() + flags.time_limit.size();
  const auto [stop, error] = std::from_chars(flags.time_limit.data(), end, minutes);
  require(error == std::errc() && stop == end && minutes > 0 && std::isfinite(minutes),
          "--time-limit is \"{}\"; it must be a positive number of minutes.",
          excerpt(flags.time_limit));
  return Minutes(minutes);
}

std::string folder_for(const std::string& command, const RunFlags& flags) {
  if (!flags.out.empty()) return flags.out;
  const std::string stem = std::filesystem::path(flags.config).stem().string();
  return free_run_folder(stem.empty() ? command : stem);
}

std::vector<Argument> run_arguments(RunFlags& flags) {
  return {
      {"--config", "TOML file; without it, the paper's settings", &flags.config},
      {"--set", "section.option=value or scale=NAME; overrides the file", &flags.assignments},
      {"--out", "run folder; default: runs/NAME, after the configuration file", &flags.out},
      {"--seed", "the same as --set run.seed=N", &flags.seed, {.value_name = "N"}},
      {"--threads", "the same as --set run.threads=N", &flags.threads, {.value_name = "N"}},
      {"--device", "cpu, cuda or cuda:N; the same as --set run.device=D", &flags.device},
      {"--resume", "continue the run in --out", &flags.resume},
      {"--time-limit",
       "stop after so many minutes as SIGUSR1 does, to be continued with --resume; exit code 75",
       &flags.time_limit,
       {.value_name = "MINUTES"}},
      {"--json", "print the summary as one JSON object", &flags.json}};
}

std::string header_of(const std::string& command) { return "tetlo " TETLO_VERSION ", " + command; }

std::string configuration_file(const RunFlags& flags, const std::string& command) {
  require(!flags.resume || !flags.out.empty(), "--resume needs --out, the folder of the run.");
  if (flags.resume) require_run_of(command, flags.out);
  const std::string own = flags.out + "/config.toml";
  return flags.resume && std::filesystem::exists(own) && flags.config.empty() ? own : flags.config;
}

void load(Configuration& configuration, const RunFlags& flags, const std::string& command) {
  const std::string file = configuration_file(flags, command);
  auto assignments = flags.assignments;
  const auto assign = [&](const char* option, const std::string& value) {
    if (!value.empty()) assignments.push_back(fmt::format("run.{}={}", option, value));
  };
  assign("seed", flags.seed);
  assign("threads", flags.threads);
  assign("device", flags.device);
  configuration.load(file, assignments);
}

std::optional<RunOutcome> known_outcome(const std::string& command, const RunFlags& flags,
                                        const Configuration& configuration) {
  if (!flags.out.empty()) refuse_other_files(flags.out, flags.resume);
  if (!flags.resume || extendable_from(flags.out, configuration, command)) return {};
  const auto summary = summary_at_end(flags.out);
  if (!summary) return {};
  const OpenedRun run =
      open_run_folder(flags.out, /*resume=*/true, configuration, header_of(command));
  // If the last checkpoint is damaged, the end of the run is done again from the one before it.
  if (run.start.done.epoch != (*summary)["epochs"]) return {};
  return RunOutcome{
      .folder = flags.out, .stop_reason = (*summary)["stop_reason"], .summary = *summary};
}

RunOutcome run_in_folder(Job& job, const RunPlan& plan) {
  const auto& [command, flags, configuration, describe, options, remarks, files] = plan;
  const std::string folder = folder_for(command, flags);
  if (flags.resume) extend_if_asked(job, plan);
  const auto [lock, start] =
      open_run_folder(folder, flags.resume, configuration, header_of(command));
  log_to(folder);
  for (const auto& [name, content] : files) write_file(folder + "/" + name, content);
  if (start.done != Position{}) {
    job.restore(start.snapshot, start.done);
    spdlog::info("resumed after {} epochs and {} iterations", start.done.epoch,
                 start.done.iteration);
  }
  spdlog::info("run folder {}", folder);
  for (const std::string& remark : remarks) {
    if (!remark.empty()) spdlog::info(remark);
  }
  // From now on the run has not come to its end.
  std::filesystem::remove(folder + "/summary.json");
  Recorder recorder(folder, start, checkpoints_of(options));
  Progress progress(folder, describe);
  std::signal(SIGPIPE, SIG_IGN);  // a reader of the progress that goes away does not end the run
  const StopRequests requests;
  StopRequested requested;
  Diverged diverged;
  std::vector<Observer*> observers = {&progress, &recorder};
  std::optional<TensorBoard> tensorboard;
  if (options.tensorboard) observers.push_back(&tensorboard.emplace(folder));
  const Summary summary = run(job, start.done, observers, {&diverged, &requested});
  spdlog::info("{} after {} epochs, {}", summary.stop_reason, summary.done.epoch,
               duration(recorder.seconds()));
  RunOutcome outcome{.folder = folder,
                     .stop_reason = summary.stop_reason,
                     .summary = {{"folder", folder},
                                 {"stop_reason", summary.stop_reason},
                                 {"epochs", summary.done.epoch},
                                 {"iterations", iterations_before(job, summary.done)},
                                 {"seconds", recorder.seconds()},
                                 {"peak_memory", peak_memory()},
                                 {"machine", machine()},
                                 {"figures", recorder.last_figures()}}};
  if (summary.stop_reason == "diverged") {
    const Divergence divergence = job.divergence();
    outcome.summary.update({{"not_finite", divergence.tensor}, {"rate", divergence.rate}});
  }
  if (!start.extended_from.empty()) outcome.summary["extended_from"] = start.extended_from;
  return outcome;
}

void write_genotype(const Genotype& genotype, const std::string& folder) {
  write_file(folder + "/genotype.txt", to_string(genotype) + "\n");
  try {
    draw_genotype(genotype, folder);
  } catch (const Error& error) {
    spdlog::warn("The cells are not drawn: {}", error.what());
  }
}

void count_operations(const Genotype& genotype, nlohmann::json& summary) {
  for (const auto& [name, count] : operation_counts(genotype)) summary["operations"][name] = count;
}

void write_images(const nlohmann::json& record, const std::string& folder) {
  if (!record.is_null()) write_file(folder + "/images.json", record.dump(2) + "\n");
}

void write_summary(const RunOutcome& outcome) {
  write_file(outcome.folder + "/summary.json", outcome.summary.dump(2) + "\n");
}

void report_outcome(const RunOutcome& outcome, const RunFlags& flags,
                    const std::string& for_people) {
  write_summary(outcome);
  const std::string text = flags.json
                               ? outcome.summary.dump() + "\n"
                               : fmt::format("{}Run folder  {}\n", for_people, outcome.folder);
  std::fwrite(text.data(), 1, text.size(), stdout);  // main reports what goes wrong
  exit_unless_finished(outcome);
}

void exit_unless_finished(const RunOutcome& outcome) {
  if (is_stop_request(outcome.stop_reason)) {
    exit_as_requested(outcome.stop_reason, fmt::format("continue with {}--resume --out {}",
                                                       outcome.flags, outcome.folder));
  }
  if (outcome.stop_reason == "diverged") {
    tell(fmt::format("tetlo: {}\n", divergence_sentence(outcome.summary)));
    throw Exit{kDiverged};
  }
}

}  // namespace tetlo
