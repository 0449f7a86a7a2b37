// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/study_runs.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "tetlo/cli/configured_run.h"
#include "tetlo/cli/jobs.h"
#include "tetlo/cli/pace.h"
#include "tetlo/cli/search_on_record.h"
#include "tetlo/cli/sub_runs.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/search/search.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

constexpr const char* kTraining = "training.toml";

/// The text of a configuration that is based on a file: values of the file that belong to something
/// that a run has not chosen are then ignored.
std::string based_on(const std::string& file) {
  if (file.empty()) return "";
  return fmt::format("base = {}\n", toml_string(std::filesystem::absolute(file)));
}

/// The flags with --seed, --threads and --device as assignments, which those of a run can replace.
RunFlags with_assignments(RunFlags flags) {
  std::vector<std::string> own;
  const auto move = [&](const char* option, std::string& value) {
    if (!value.empty()) own.push_back(fmt::format("run.{}={}", option, std::exchange(value, "")));
  };
  move("seed", flags.seed);
  move("threads", flags.threads);
  move("device", flags.device);
  flags.assignments.insert(flags.assignments.end(), own.begin(), own.end());
  return flags;
}

/// The data set and the [run] of the searches, as assignments.
std::vector<std::string> shared(const SearchOptions& options) {
  return {"data.name=" + options.data.name,
          "data.folder=" + options.data.folder,
          fmt::format("run.seed={}", options.run.seed),
          fmt::format("run.threads={}", options.run.threads),
          "run.device=" + options.run.device,
          "run.engine=" + to_string(options.run.engine)};
}

/// The epochs that a run in the folder has already made.
int64_t epochs_done(const std::string& folder) {
  const std::string metrics = folder + "/metrics.jsonl";
  const std::string lines = std::filesystem::exists(metrics) ? read_file(metrics) : "";
  return std::count(lines.begin(), lines.end(), '\n');
}

/// Whether every search of the plan gives the option another value than the assignment.
bool is_overruled(const std::string& assignment, const Plan& plan) {
  const std::string option = option_of(assignment);
  const auto overrules = [&](const SearchRun& run) {
    return std::any_of(run.assignments.begin(), run.assignments.end(), [&](const std::string& own) {
      return option_of(own) == option && own != assignment;
    });
  };
  return !plan.searches.empty() &&
         std::all_of(plan.searches.begin(), plan.searches.end(), overrules);
}

std::string counted(size_t number, const std::string& one, const std::string& several) {
  return fmt::format("{} {}", number, number == 1 ? one : several);
}

}  // namespace

StudyRuns::Searches::Searches(const StudyEntry& entry)
    : own(entry.options), configuration(options.configuration()) {
  if (entry.fields) {
    configuration = configuration.with({"study", entry.meaning, entry.fields(own)});
  }
}

StudyRuns::StudyRuns(const StudyEntry& entry, const StudyFlags& flags)
    : entry_(entry),
      command_("study " + entry.name),
      searches_(entry),
      resume_(flags.run.resume && has_begun(flags.run.out)) {
  const RunFlags run = with_assignments(flags.run);
  base_ = configuration_file(run, command_);
  assignments_ = run.assignments;
  // What only some of the searches use is refused later, if none of them does.
  searches_.configuration.load(base_, {}, assignments_);
  searches_.options.check();
  folder_ = run.out.empty() ? free_run_folder(entry.name) : run.out;
  require(entry.trains || (flags.training.empty() && flags.training_options.empty()),
          "{} trains nothing; --training and --set-training have no effect.", command_);
  if (entry.trains) read_trainings(flags);
}

void StudyRuns::read_trainings(const StudyFlags& flags) {
  Trainings trainings;
  const bool as_begun = resume_ && flags.training.empty() && flags.training_options.empty();
  if (as_begun) {
    trainings.configuration.load(path(kTraining));
  } else {
    std::vector<std::string> assignments = shared(searches_.options);
    for (const std::string& assignment : assignments_) {
      if (!assignment.starts_with("scale=")) continue;
      require(!flags.training.empty(),
              "--set {} applies to the trainings, too, whose default configuration has only one "
              "size; --training names another configuration.",
              assignment);
      assignments.push_back(assignment);
    }
    assignments.insert(assignments.end(), flags.training_options.begin(),
                       flags.training_options.end());
    trainings.configuration.load(flags.training, assignments);
  }
  trainings.options.check();
  training_ = trainings.configuration.to_toml(header_of("evaluate"));
  require(!resume_ || as_begun || read_file(path(kTraining)) == training_,
          "The study in {} was begun with other options of its trainings, which are in {}.",
          folder_, path(kTraining));
}

std::unique_ptr<StudyRuns::Searches> StudyRuns::options_of(const SearchRun& run) const {
  auto own = std::make_unique<Searches>(entry_);
  own->configuration.load_text(based_on(base_), run.name, run.assignments, assignments_);
  own->options.check();
  return own;
}

std::unique_ptr<StudyRuns::Trainings> StudyRuns::options_of(const TrainingRun& run,
                                                            const std::string& genotype) const {
  auto own = std::make_unique<Trainings>();
  own->configuration.load_text(training_, run.path(), run.assignments);
  own->options.genotype = genotype;
  own->options.check();
  return own;
}

void StudyRuns::refuse_idle_assignments(const Plan& plan) const {
  for (const std::string& assignment : assignments_) {
    const std::string fault = searches_.configuration.fault_of(assignment);
    const std::string option = option_of(assignment);
    require(option == "run.seed" || !is_overruled(assignment, plan),
            "--set {}: {} sets {} in each of its searches itself.", assignment, command_, option);
    const bool used =
        std::any_of(plan.searches.begin(), plan.searches.end(), [&](const SearchRun& run) {
          return fault.empty() || options_of(run)->configuration.fault_of(assignment).empty();
        });
    require(fault.empty() || used, "{}", fault);
  }
}

double StudyRuns::check_and_measure(const Plan& plan) const {
  Measured searches, trainings;
  std::map<std::string, std::string> genotypes;  // found, or some of the kind that will be found
  for (const SearchRun& run : plan.searches) {
    if (const auto summary = summary_at_end(path(run.name))) {
      genotypes[run.name] = summary->value("genotype", "");
      continue;
    }
    const auto own = options_of(run);
    const SearchOptions& options = own->options;
    const Search job(options, open_sources(options));
    genotypes[run.name] = to_string(job.genotype());
    searches.add(options, iterations_left(job, epochs_done(path(run.name))), run.kind);
  }
  for (const TrainingRun& run : plan.trainings) {
    const std::string& genotype = genotypes.at(run.search);
    if (genotype.empty() || summary_at_end(path(run.path()))) continue;
    const auto own = options_of(run, genotype);
    const EvaluateOptions& options = own->options;
    const Training job(parse_genotype(genotype), options, open_source(options.data));
    trainings.add(options, iterations_left(job, epochs_done(path(run.path()))));
  }
  if (plan.searches.empty()) return trainings.seconds();
  const SearchRun& first = plan.searches.front();
  const auto own = options_of(first);
  const SearchOptions& options = own->options;
  double more = plan.iterations;
  for (const std::string& name : plan.later) {
    if (summary_at_end(path(name))) continue;
    more += iterations_left(Search(options, open_sources(options)), epochs_done(path(name)));
  }
  if (more > 0) searches.add(options, more, first.kind);
  return searches.seconds() + trainings.seconds();
}

void StudyRuns::open_folder() {
  lock_.emplace(
      open_run_folder(folder_, resume_, searches_.configuration, header_of(command_)).lock);
  if (!resume_ && entry_.trains) write_file(path(kTraining), training_);
}

void StudyRuns::prepare(const Plan& plan) {
  refuse_idle_assignments(plan);
  const double seconds = check_and_measure(plan);
  open_folder();
  for (const SearchRun& run : plan.searches) make_folder_of(run);
  say(folder_, fmt::format("run folder {}; if it is stopped, tetlo {} --resume --out {} goes on",
                           folder_, command_, folder_));
  if (plan.searches.empty() && plan.trainings.empty()) return;
  say(folder_,
      fmt::format("{} of {} and {} will take about {} here", entry_.name,
                  counted(plan.searches.size() + plan.later.size(), "search", "searches"),
                  counted(plan.trainings.size(), "training", "trainings"), duration(seconds)));
}

void StudyRuns::make_folder_of(const SearchRun& run) const {
  if (has_begun(path(run.name))) return;
  const auto own = options_of(run);
  open_run_folder(path(run.name), /*resume=*/false, own->configuration.without("study"),
                  header_of("search"));
}

RunSummary StudyRuns::search(const SearchRun& run) {
  if (const auto summary = summary_at_end(path(run.name))) return *summary;
  make_folder_of(run);
  say(folder_, run.name + ": search");
  return not_interrupted(run_search(flags_in(path(run.name), /*resume=*/true)),
                         {folder_, "tetlo " + command_})
      .summary;
}

RunSummary StudyRuns::train(const TrainingRun& run, const std::string& genotype) {
  const std::string own_folder = path(run.path());
  if (const auto summary = summary_at_end(own_folder)) return *summary;
  const auto own = options_of(run, genotype);
  say(folder_, run.path() + ": training");
  const RunFlags flags = flags_in(own_folder, has_begun(own_folder));
  return not_interrupted(
             run_training(own->options, own->configuration, flags, search_in(path(run.search))),
             {folder_, "tetlo " + command_})
      .summary;
}

void StudyRuns::work(const std::function<void(const std::function<void()>& pause)>& work) {
  log_to(folder_);  // until now that of the last run
  const StopRequests requests;
  const auto pause = [&] {
    const std::string reason = requested_stop();
    if (!reason.empty()) {
      not_interrupted({folder_, reason, {}}, {folder_, "tetlo " + command_});
    }
  };
  try {
    work(pause);
  } catch (const Stopped&) {
    pause();
  }
}

}  // namespace tetlo
