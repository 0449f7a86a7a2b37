// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <filesystem>
#include <memory>

#include "tetlo/cli/child_process.h"
#include "tetlo/cli/commands.h"
#include "tetlo/cli/run_command.h"
#include "tetlo/cli/sweep_folder.h"
#include "tetlo/cli/sweep_local.h"
#include "tetlo/cli/sweep_plan.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

using nlohmann::json;

constexpr int kSomeFailed = 1;

struct Flags {
  SweepFlags sweep;
  RunFlags run;  // only the limit of time
  int64_t jobs = 0;
  std::string status;
  bool json = false;
};

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void print_table(const std::vector<RunStatus>& runs, bool as_json) {
  print(as_json ? to_json(runs).dump() + "\n" : table_text(runs));
}

void show_status(const Flags& flags) {
  require(std::filesystem::exists(flags.status + "/sweep.json"),
          "--status {}: There is no sweep in this folder.", flags.status);
  print_table(status_of(read_sweep(flags.status)), flags.json);
}

/// The runs that are asked for, if any are, beside those of the folder.
std::vector<SweepRun> asked_for(const Sweep& sweep, const SweepFlags& flags) {
  require_made_here(sweep);
  const bool asks = !flags.files.empty() || !flags.assignments.empty() || !flags.seeds.empty();
  require(asks || !sweep.runs.empty(),
          "The sweep in {} has no runs yet; --config, --set and --seeds say which.", flags.out);
  return asks ? plan_runs(flags, sweep.runs) : std::vector<SweepRun>();
}

void say_how_to_run(const Sweep& sweep, bool as_json) {
  if (as_json) return print_table(status_of(sweep), true);
  print(fmt::format(
      "{} runs in {}; nothing has been started. Any of these starts them:\n"
      "  tetlo sweep --local 2 --out {}\n  parallel -j 2 < {}\n  sbatch {}\n",
      sweep.runs.size(), sweep.folder, shell_word(sweep.folder),
      shell_word(sweep.folder + "/commands.txt"), shell_word(sweep.folder + "/array.sbatch")));
}

/// The name of a folder without slashes at its end.
std::string without_slashes(std::string folder) {
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  return folder;
}

void sweep(Flags& flags) {
  flags.sweep.out = without_slashes(flags.sweep.out);
  const std::string& folder = flags.sweep.out;
  require(!folder.empty(), "A sweep needs --out, the folder of its runs.");
  // All is checked before anything is written, which the lock would be.
  const std::vector<SweepRun> asked = asked_for(read_sweep(folder), flags.sweep);
  const auto [lock, now] = hold_sweep(folder, asked, own_program());
  if (flags.jobs == 0) return say_how_to_run(now, flags.json);
  std::signal(SIGPIPE, SIG_IGN);  // a reader of the progress that goes away does not end the runs
  const LocalOutcome outcome = run_locally(now, flags.jobs);
  print_table(outcome.runs, flags.json);
  if (!outcome.stop_reason.empty()) {
    std::fflush(stdout);
    exit_as_requested(outcome.stop_reason, "the same line goes on");
  }
  for (const RunStatus& run : outcome.runs) {
    if (run.state != RunState::kDone) throw Exit{kSomeFailed};
  }
}

}  // namespace

Command sweep_command() {
  auto flags = std::make_shared<Flags>();
  SweepFlags& runs = flags->sweep;
  return {
      .name = "sweep",
      .meaning = "Plan many searches, check all of them, and make them here or elsewhere.",
      .arguments = {{"--config", "TOML file; each that is given is a choice", &runs.files},
                    {"--set", "section.option=V1,V2,…; each combination of values is a search",
                     &runs.assignments},
                    {"--seeds", "the seeds of each, such as 1..10 or 1..3,7", &runs.seeds},
                    {"--out", "the folder of the sweep; one that exists gets more runs", &runs.out},
                    {"--threads",
                     "threads of each run; default: as configured, or 1",
                     &runs.threads,
                     {.range = Range{1, 1024}, .value_name = "N"}},
                    {"--local",
                     "make the runs here, so many at a time; without it nothing is started",
                     &flags->jobs,
                     {.range = Range{1, 1024}, .value_name = "JOBS"}},
                    {"--time-limit",
                     "stop the runs after so many minutes; exit code 75",
                     &flags->run.time_limit,
                     {.value_name = "MINUTES"}},
                    {"--status",
                     "show how far the runs of this sweep are, wherever they are made",
                     &flags->status,
                     {.excludes = "--out", .value_name = "FOLDER"}},
                    {"--json", "print the state of each run as JSON", &flags->json}},
      .run = [flags] {
        if (!flags->status.empty()) return show_status(*flags);
        const StopRequests requests(time_limit(flags->run));
        sweep(*flags);
      }};
}

}  // namespace tetlo
