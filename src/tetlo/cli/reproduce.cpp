// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <memory>

#include "tetlo/cli/child_process.h"
#include "tetlo/cli/commands.h"
#include "tetlo/cli/reproduce_costs.h"
#include "tetlo/cli/reproduce_runs.h"
#include "tetlo/cli/run_command.h"
#include "tetlo/cli/sweep_folder.h"
#include "tetlo/cli/sweep_local.h"
#include "tetlo/cli/sweep_status.h"
#include "tetlo/cli/table_format.h"
#include "tetlo/cli/version.h"
#include "tetlo/reproduce/table_folder.h"
#include "tetlo/util/stop_request.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr int kSomeFailed = 1;
constexpr double kSecondsInHour = 3600;

struct Flags {
  std::vector<std::string> names;
  ReproduceFlags runs{.folder = "runs/reproduction", .configurations = "configs"};
  RunFlags run;  // only the limit of time
  std::string scale;
  int64_t jobs = 1, at_most = 24;
  bool only_show = false;
  TableFormat format;
};

ResultTable list_of(const std::vector<PublishedTable>& tables) {
  ResultTable list{
      .id = "tables", .title = "Tables and figures of [Sheth2023]", .columns = {"name", "title"}};
  for (const PublishedTable& table : tables) list.rows.push_back({table.id, table.title});
  return list;
}

/// The names of the runs in a folder that have not come to their ends.
std::vector<std::string> left_in(const ReproductionRuns& all, const std::string& folder,
                                 const std::vector<SweepRun>& runs) {
  std::vector<std::string> left;
  for (const SweepRun& run : runs) {
    if (!all.summary_of(folder + "/" + run.name)) left.push_back(run.name);
  }
  return left;
}

/// Makes these runs of the sweep, and returns the states of all.
std::vector<RunStatus> make(const Sweep& sweep, int64_t jobs,
                            const std::vector<std::string>& names) {
  if (names.empty()) return status_of(sweep);
  const LocalOutcome outcome = run_locally(sweep, jobs, names);
  if (!outcome.stop_reason.empty()) exit_as_requested(outcome.stop_reason, "the same line goes on");
  return outcome.runs;
}

/// Makes the runs here, in the sweep of a folder: all of one seed before those of the next, so that
/// what is there after a stop can be compared. Returns whether none has failed.
bool make(const ReproductionRuns& all, const std::string& folder, std::vector<SweepRun> runs,
          int64_t jobs) {
  if (runs.empty()) return true;
  const auto seed = [](const SweepRun& run) {
    return std::stoll(run.combination.value("run.seed", "0"));
  };
  std::stable_sort(runs.begin(), runs.end(), [&](const SweepRun& first, const SweepRun& second) {
    return seed(first) < seed(second);
  });
  const auto [lock, sweep] = hold_sweep(folder, runs, own_program());
  const auto made = make(sweep, jobs, left_in(all, folder, runs));
  return std::none_of(made.begin(), made.end(), [&](const RunStatus& run) {
    const auto is_it = [&](const SweepRun& one) { return one.name == run.name; };
    return run.state == RunState::kFailed && std::any_of(runs.begin(), runs.end(), is_it);
  });
}

/// What is left to do, and how long that takes here.
struct Left {
  size_t searches = 0, trainings = 0, studies = 0;
  double seconds = 0;

  bool any() const { return searches + trainings + studies > 0; }
  std::string text() const {
    return fmt::format("left are {} searches, {} trainings, {} studies", searches, trainings,
                       studies);
  }
  /// "about 5 min here", of what can be measured before.
  std::string time() const {
    const std::string known = fmt::format("about {} here", duration(seconds));
    if (studies == 0) return known;
    const std::string unknown = "how long studies take is not known before";
    return searches + trainings == 0 ? unknown : known + "; " + unknown;
  }
};

Left left_of(const ReproductionRuns& runs, const Flags& flags) {
  const auto searches = runs.searches_left(), trainings = runs.trainings_left();
  Left left{.searches = searches.size(),
            .trainings = trainings.size(),
            .studies = left_in(runs, runs.folder_of_studies(), runs.studies()).size()};
  if (left.searches + left.trainings > 0 && flags.at_most > 0) {
    left.seconds = seconds_of(searches, trainings) / static_cast<double>(flags.jobs);
  }
  return left;
}

/// Makes what is left, if it does not take too long. Returns whether nothing has failed.
bool make_runs(const ReproductionRuns& runs, const Left& left, const Flags& flags) {
  if (!left.any()) return true;
  const std::string what = left.text();
  const double most = static_cast<double>(flags.at_most) * kSecondsInHour;
  if (flags.at_most == 0) {
    tell(what + "\n");
  } else if (left.seconds > most) {
    tell(fmt::format("{}: {}; because that is more than --at-most {} hours, nothing is started\n",
                     what, left.time(), flags.at_most));
    return true;
  } else {
    tell(fmt::format("{}: {}\n", what, left.time()));
  }
  std::signal(SIGPIPE, SIG_IGN);  // a reader of the progress that goes away does not end the runs
  bool all_well = make(runs, runs.folder_of_searches(), runs.searches(), flags.jobs);
  all_well &= make(runs, runs.folder_of_trainings(), runs.trainings(), flags.jobs);
  const bool is_small = !flags.scale.empty() && flags.scale != "paper";
  if (left.studies > 0 && flags.at_most > 0 && !is_small) {
    tell(
        "the studies are not started, because how long they take at the paper's size is not known "
        "before; --at-most 0 starts them\n");
    return all_well;
  }
  all_well &= make(runs, runs.folder_of_studies(), runs.studies(), flags.jobs);
  return all_well;
}

/// By what the figures were made.
ResultTable about(const Flags& flags, const Left& left_before) {
  const nlohmann::json with = machine();
  const auto words = [](const std::vector<std::string>& all) {
    return fmt::format("{}", fmt::join(all, " "));
  };
  ResultTable table{.id = "about",
                    .title = "Tables and figures of [Sheth2023] made again",
                    .columns = {"what", "value"},
                    .rows = {{"tables", words(flags.names)},
                             {"options of all runs", words(flags.runs.assignments)},
                             {"seeds", flags.runs.seeds == 0 ? "as many as the paper has"
                                                             : std::to_string(flags.runs.seeds)}}};
  for (const char* key : {"program", "libtorch", "processor"}) {
    table.rows.push_back({key, with.value(key, "")});
  }
  if (left_before.any() && left_before.seconds > 0) {
    table.rows.push_back({"before this call", left_before.text() + ": " + left_before.time()});
  }
  return table;
}

/// One sentence for each reason.
void say_what_is_not_run(const std::vector<ImpossibleRow>& rows) {
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const ImpossibleRow& one : rows) by_reason[one.why].push_back(one.row);
  for (const auto& [why, names] : by_reason) {
    tell(fmt::format("{}{} cannot be run here: {}\n", names.front(),
                     names.size() == 1 ? "" : fmt::format(" and {} other rows", names.size() - 1),
                     why));
  }
}

void reproduce(Flags& flags) {
  check(flags.format);
  const std::string folder = flags.runs.configurations + "/paper";
  if (flags.names.empty()) {
    fmt::print("{}", written({list_of(tables_in(folder, {kAllTables}))}, flags.format));
    return;
  }
  if (!flags.scale.empty()) flags.runs.assignments.push_back("scale=" + flags.scale);
  const auto tables = tables_in(folder, flags.names);
  ReproductionRuns runs(flags.runs);
  for (const PublishedTable& table : tables) runs.plan(table);
  say_what_is_not_run(runs.impossible());
  Left left;
  bool all_well = true;
  if (!flags.only_show) {
    left = left_of(runs, flags);
    all_well = make_runs(runs, left, flags);
  }
  std::vector<ResultTable> results = {about(flags, left)};
  if (!runs.impossible().empty()) {
    results.push_back(not_run_table(runs.impossible(), /*measured=*/!flags.only_show));
  }
  for (const PublishedTable& table : tables) {
    const auto some = runs.results(table);
    results.insert(results.end(), some.begin(), some.end());
  }
  const std::string text = written(results, flags.format);
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (!all_well) throw Exit{kSomeFailed};
}

}  // namespace

Command reproduce_command() {
  auto flags = std::make_shared<Flags>();
  Command command{
      .name = "reproduce",
      .meaning =
          "Make the runs of the paper's tables and figures, and show what they say beside "
          "what is published.",
      .arguments =
          {{"names", "such as 2, table-2 or figure-4, or all; without one, all are listed",
            &flags->names},
           {"--scale", "size of the runs: paper (default), cpu or smoke", &flags->scale},
           {"--seeds",
            "runs of each row; default: as many as the paper has",
            &flags->runs.seeds,
            {.range = Range{1, 1000}, .value_name = "N"}},
           {"--set", "section.option=value of all runs on which it has an effect",
            &flags->runs.assignments},
           {"--imagenet", "folder of ImageNet, with train and val; without it, only costs are said",
            &flags->runs.imagenet},
           {"--out", "folder of all runs, which tables share; default: runs/reproduction",
            &flags->runs.folder},
           {"--configs", "folder of this program's configurations; default: configs",
            &flags->runs.configurations},
           {"--local",
            "make so many runs at a time; default: 1",
            &flags->jobs,
            {.range = Range{1, 1024}, .value_name = "JOBS"}},
           {"--threads",
            "threads of each run; default: 1",
            &flags->runs.threads,
            {.range = Range{1, 1024}, .value_name = "N"}},
           {"--at-most",
            "start nothing if it would take longer than so many hours; default: 24; 0: start, "
            "and do not measure before how long it takes",
            &flags->at_most,
            {.range = Range{0, 1'000'000}, .value_name = "HOURS"}},
           {"--time-limit",
            "stop the runs after so many minutes; exit code 75",
            &flags->run.time_limit,
            {.value_name = "MINUTES"}},
           {"--show", "start nothing, and show what the runs say that have been made",
            &flags->only_show}},
      .run = [flags] {
        const StopRequests requests(time_limit(flags->run));
        reproduce(*flags);
      }};
  return with_formats(command, flags->format);
}

}  // namespace tetlo
