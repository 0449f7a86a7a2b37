// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/checklist_replies.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "tetlo/compare/over_time.h"
#include "tetlo/report/costs.h"
#include "tetlo/report/facts.h"
#include "tetlo/report/groups.h"

namespace tetlo::reply {
namespace {

using Names = std::set<std::string>;
using Condition = std::function<bool(const RunRecord&)>;

template <typename... Arguments>
Reply say(Answer answer, fmt::format_string<Arguments...> why, Arguments&&... arguments) {
  return {answer, fmt::format(why, std::forward<Arguments>(arguments)...)};
}

std::vector<const RunRecord*> runs_of(const ComparedRuns& compared) {
  std::vector<const RunRecord*> runs;
  for (const Arm& arm : compared.arms) {
    for (const Outcome& outcome : arm.outcomes) runs.push_back(outcome.run);
  }
  return runs;
}

/// The number of runs of which the condition does not hold.
size_t without(const ComparedRuns& compared, const Condition& condition) {
  const auto runs = runs_of(compared);
  return static_cast<size_t>(std::count_if(runs.begin(), runs.end(),
                                           [&](const RunRecord* run) { return !condition(*run); }));
}

bool all(const ComparedRuns& compared, const Condition& condition) {
  return without(compared, condition) == 0;
}

std::string text_of(const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); }

bool is_training(const RunRecord& run) { return run.command == "evaluate"; }
bool has_table(const RunRecord& run) { return !table_accuracy(run).empty(); }
bool has_summary_of(const RunRecord& run, const char* key) {
  return run.summary.is_object() && run.summary.contains(key);
}
bool has_machine(const RunRecord& run) { return has_summary_of(run, "machine"); }
bool has_seconds(const RunRecord& run) { return has_summary_of(run, "seconds"); }

/// An option of the search: of a training, of the one that found its cells.
std::string option_of_search(const RunRecord& run, const std::string& option) {
  if (!is_training(run)) return run.option(option);
  const auto found = run.search.find(option);
  return found == run.search.end() ? "" : found->second;
}

/// The options in which any two of the groups differ. What the short retraining of several found
/// cells would be has no effect on a single search.
Names differing(const ComparedRuns& compared) {
  Names all;
  for (const Arm& first : compared.arms) {
    for (const Arm& second : compared.arms) {
      all.merge(differing_options(*first.outcomes.front().run, *second.outcomes.front().run));
    }
  }
  std::erase_if(
      all, [](const std::string& option) { return option.find("retrain.") != std::string::npos; });
  return all;
}

/// Those of them that begin with one of these, in a run itself or in the search on record.
Names differing_in(const ComparedRuns& compared, const std::vector<std::string>& beginnings) {
  Names names;
  for (const std::string& option : differing(compared)) {
    const std::string mark = "search: ";
    const std::string own = option.starts_with(mark) ? option.substr(mark.size()) : option;
    const bool begins = std::any_of(beginnings.begin(), beginnings.end(),
                                    [&](const std::string& b) { return own.starts_with(b); });
    if (begins) names.insert(option);
  }
  return names;
}

Reply same_options(const Names& differ, const char* if_none) {
  if (differ.empty()) return {Answer::kYes, if_none};
  return say(Answer::kNo, "The groups differ in {}.", text_of(differ));
}

Reply published_by_program(const ComparedRuns& compared) {
  Names programs;
  for (const RunRecord* run : runs_of(compared)) programs.insert(run->program);
  return say(Answer::kUnknown,
             "It is that of {}; whether its source, with any changes, is public, no run can say.",
             text_of(programs));
}

/// How many updates of α the runs of each group took that have ended, if it took any.
std::map<std::string, Names> alpha_steps(const ComparedRuns& compared) {
  std::map<std::string, Names> steps;
  for (const Arm& arm : compared.arms) {
    for (const Outcome& outcome : arm.outcomes) {
      const auto of_run = alpha_steps_by_epoch(*outcome.run);
      if (!outcome.value || of_run.empty() || of_run.back() == 0) continue;
      steps[arm.name].insert(fmt::format("{:.0f}", of_run.back()));
    }
  }
  return steps;
}

bool is_oracle(const RunRecord& run) {
  if (run.epochs.empty()) return false;
  return run.epochs.back().value("choice", nlohmann::json::object()).value("oracle", false);
}

}  // namespace

Reply training_code(const ComparedRuns& compared) {
  if (!all(compared, has_table)) return published_by_program(compared);
  return {Answer::kYes, "Nothing was trained: the accuracies are those of a published table."};
}

Reply space_code(const ComparedRuns& compared) { return published_by_program(compared); }

Reply training_options(const ComparedRuns& compared) {
  if (all(compared, has_table)) return {Answer::kYes, "They are those of the published table."};
  const size_t missing = without(compared, is_training);
  if (missing > 0) {
    return say(Answer::kNo, "{} runs are searches whose cells were not trained.", missing);
  }
  return {Answer::kYes, "Every training's config.toml has them."};
}

Reply method_code(const ComparedRuns& compared) { return published_by_program(compared); }

Reply search_options(const ComparedRuns& compared) {
  const size_t missing = without(
      compared, [](const RunRecord& run) { return !option_of_search(run, "run.seed").empty(); });
  if (missing == 0) return {Answer::kYes, "Every run has them in config.toml or search.toml."};
  return say(Answer::kUnknown, "{} trainings do not say which search found their cells.", missing);
}

Reply same_benchmark(const ComparedRuns& compared) {
  std::vector<std::string> options = {"data.", "condition.", "space."};
  for (const char* section : {"search.", "evaluate."}) {
    for (const char* of_split : {"train_portion", "validation_portion", "split", "held_out"}) {
      options.push_back(std::string(section) + of_split);
    }
  }
  return same_options(differing_in(compared, options),
                      "No option of images, split or space differs.");
}

Reply same_training(const ComparedRuns& compared) {
  const std::string& figure = compared.measure.name;
  if (all(compared, has_table)) {
    return {Answer::kYes, "All accuracies are those of one published table."};
  }
  if (!all(compared, is_training)) {
    return say(Answer::kNo, "{} is a figure of searches; nothing that was found is trained.",
               figure);
  }
  Names differ;
  for (const std::string& option : differing(compared)) {
    const bool of_training = option.starts_with("evaluate.") || option.starts_with("network.");
    if (of_training && option != "network.genotype") differ.insert(option);
  }
  return same_options(differ, "No option of the training or of its network differs.");
}

Reply same_machine(const ComparedRuns& compared) {
  const size_t missing = without(compared, has_machine);
  std::map<std::string, Names> values;
  for (const RunRecord* run : runs_of(compared)) {
    values["run.device"].insert(run->option("run.device"));
    if (!has_machine(*run)) continue;
    for (const auto& [part, value] : run->summary["machine"].items()) {
      values[part].insert(value.is_string() ? value.get<std::string>() : value.dump());
    }
  }
  Names differ;
  for (const auto& [part, seen] : values) {
    if (seen.size() > 1) differ.insert(part);
  }
  if (!differ.empty()) return say(Answer::kNo, "Runs differ in {}.", text_of(differ));
  if (missing > 0) return say(Answer::kUnknown, "{} runs have no machine in a summary.", missing);
  return say(Answer::kYes, "All ran on {} with threads = {} and LibTorch {}.",
             *values["processor"].begin(), *values["threads"].begin(), *values["libtorch"].begin());
}

Reply same_budget(const ComparedRuns& compared) {
  Names differ = differing_in(
      compared, {"search.epochs", "search.batch_size", "search.arch_", "network.channels",
                 "network.cells", "network.used_cells", "evaluate.epochs", "evaluate.batch_size"});
  Names all_steps;
  std::string each;
  for (const auto& [arm, steps] : alpha_steps(compared)) {
    all_steps.insert(steps.begin(), steps.end());
    each += fmt::format("; {}: {} steps of α", arm, text_of(steps));
  }
  if (differ.empty() && all_steps.size() <= 1) {
    return {Answer::kYes, "No such option differs, nor does the number of steps of α."};
  }
  return say(Answer::kNo, "The groups differ in {}{}.",
             differ.empty() ? "no such option" : text_of(differ),
             all_steps.size() > 1 ? each : ", but not in the number of steps of α");
}

Reply ablation(const ComparedRuns& compared) {
  for (const Arm& first : compared.arms) {
    for (const Arm& second : compared.arms) {
      const Names differ = differing({.arms = {Arm{first.name, {first.outcomes.front()}},
                                               Arm{second.name, {second.outcomes.front()}}}});
      if (differ.size() == 1) {
        return say(Answer::kYes, "\"{}\" and \"{}\" differ in {} only.", first.name, second.name,
                   *differ.begin());
      }
    }
  }
  return {Answer::kNo, "No two groups differ in one option only."};
}

Reply over_time(const ComparedRuns& compared) {
  if (tetlo::over_time(compared).rows.empty()) {
    return say(Answer::kNo, "{} is not on record for every epoch and its cost.",
               compared.measure.name);
  }
  return {Answer::kYes, "The table over_time compares them at equal costs."};
}

Reply random_search(const ComparedRuns& compared) {
  bool oracle = false;
  for (const Arm& arm : compared.arms) {
    const RunRecord& run = *arm.outcomes.front().run;
    if (option_of_search(run, "method.name") != "random") continue;
    if (!is_oracle(run)) return say(Answer::kYes, "\"{}\" is random search.", arm.name);
    oracle = true;
  }
  return {Answer::kNo, oracle ? "The drawn cells were chosen by an oracle, which is no baseline."
                              : "No group has method.name = random."};
}

Reply several_runs(const ComparedRuns& compared) {
  size_t least = 0;
  const Arm* smallest = nullptr;
  for (const Arm& arm : compared.arms) {
    Names seeds;
    for (const Outcome& outcome : arm.outcomes) seeds.insert(outcome.run->seed());
    if (smallest && seeds.size() >= least) continue;
    least = seeds.size();
    smallest = &arm;
  }
  if (least < 2) return say(Answer::kNo, "\"{}\" has one seed.", smallest->name);
  return say(Answer::kYes, "Every group has at least {} seeds; the table runs has them.", least);
}

Reply tabular_benchmark(const ComparedRuns& compared) {
  const size_t missing = without(compared, has_table);
  if (missing == 0) return {Answer::kYes, "Every run has accuracies from a table."};
  return say(Answer::kNo, "{} runs have no accuracies from a table.", missing);
}

Reply tuning(const ComparedRuns& /*compared*/) {
  return {Answer::kUnknown, "Runs do not say which others were made to choose their options."};
}

Reply whole_time(const ComparedRuns& compared) {
  const size_t missing = without(compared, has_seconds);
  if (missing > 0) return say(Answer::kNo, "{} runs have no time on record.", missing);
  if (all(compared, is_training)) {
    return {Answer::kUnknown,
            "The times of the trainings are on record; those of the searches are "
            "in their own folders."};
  }
  if (all(compared, has_table)) {
    return {Answer::kYes,
            "Every search has its time in summary.json, and the training of what it "
            "found is the table's."};
  }
  return {Answer::kNo, "Only the searches' times are on record: what they found is not trained."};
}

Reply setup(const ComparedRuns& compared) {
  const size_t missing = without(compared, has_machine);
  if (missing == 0) {
    return {Answer::kYes,
            "Every run has its options in config.toml and its machine in summary.json."};
  }
  return say(Answer::kNo, "{} runs have their options on record, but no machine.", missing);
}

}  // namespace tetlo::reply
