// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/checklist_replies.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <utility>

#include "tetlo/compare/checklist_facts.h"
#include "tetlo/compare/over_time.h"

namespace tetlo::reply {
namespace {

template <typename... Arguments>
Reply say(Answer answer, fmt::format_string<Arguments...> why, Arguments&&... arguments) {
  return {answer, fmt::format(why, std::forward<Arguments>(arguments)...)};
}

std::string of_all(size_t count, const ComparedRuns& compared) {
  return fmt::format("{} of {} runs", count, runs_of(compared).size());
}

std::string text_of(const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); }

Reply same_options(const Names& differ, const std::string& if_none) {
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

bool is_oracle(const RunRecord& run) {
  if (run.epochs.empty()) return false;
  return run.epochs.back().value("choice", nlohmann::json::object()).value("oracle", false);
}

/// The options by which two groups see other images, or split them in another way.
Names of_images_and_split(const ComparedRuns& compared) {
  std::vector<std::string> options = {"data.", "condition."};
  for (const char* section : {"search.", "evaluate."}) {
    for (const char* of_split : {"train_portion", "validation_portion", "split", "held_out"}) {
      options.push_back(std::string(section) + of_split);
    }
  }
  return differing_in(compared, options);
}

/// The options by which what was found is trained in another way.
Names of_training(const ComparedRuns& compared) {
  Names differ;
  for (const std::string& option : differing(compared)) {
    const bool is_one = option.starts_with("evaluate.") || option.starts_with("network.");
    if (is_one && option != "network.genotype") differ.insert(option);
  }
  return differ;
}

/// The groups in which an oracle has chosen cells.
Names with_oracle(const ComparedRuns& compared) {
  Names names;
  for (const Arm& arm : compared.arms) {
    for (const Outcome& outcome : arm.outcomes) {
      if (is_oracle(*outcome.run)) names.insert("\"" + arm.name + "\"");
    }
  }
  return names;
}

}  // namespace

Reply training_code(const ComparedRuns& compared) {
  if (!judged_by_table(compared)) return published_by_program(compared);
  return {Answer::kYes, "Nothing was trained: the accuracies are those of a published table."};
}

Reply space_code(const ComparedRuns& compared) { return published_by_program(compared); }

Reply training_options(const ComparedRuns& compared) {
  if (judged_by_table(compared)) return {Answer::kYes, "They are those of the published table."};
  const size_t missing = without(compared, is_training);
  if (missing > 0) {
    return say(Answer::kNo, "What was found is not trained in {}.", of_all(missing, compared));
  }
  return {Answer::kYes, "Every training's config.toml has them."};
}

Reply method_code(const ComparedRuns& compared) { return published_by_program(compared); }

Reply search_options(const ComparedRuns& compared) {
  const size_t missing = without(
      compared, [](const RunRecord& run) { return !option_of_search(run, "run.seed").empty(); });
  if (missing == 0) return {Answer::kYes, "Every run has them in config.toml or search.toml."};
  return say(Answer::kUnknown, "Which search found the cells is not on record in {}.",
             of_all(missing, compared));
}

Reply same_benchmark(const ComparedRuns& compared) {
  Names differ = of_images_and_split(compared);
  differ.merge(differing_in(compared, {"space."}));
  return same_options(differ, "No option of images, split or space differs.");
}

Reply same_training(const ComparedRuns& compared) {
  const std::string& figure = compared.measure.name;
  if (judged_by_table(compared)) {
    return {Answer::kYes, "All accuracies are those of one published table."};
  }
  if (!all(compared, is_training)) {
    return say(Answer::kNo, "{} is a figure of searches; nothing that was found is trained.",
               figure);
  }
  return same_options(of_training(compared),
                      "No option of the training or of its network differs.");
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
  if (missing > 0)
    return say(Answer::kUnknown, "No machine is on record in {}.", of_all(missing, compared));
  return say(Answer::kYes, "All ran on {} with threads = {} and LibTorch {}.",
             *values["processor"].begin(), *values["threads"].begin(), *values["libtorch"].begin());
}

Reply same_budget(const ComparedRuns& compared) {
  Names differ = differing_in(
      compared, {"search.epochs", "search.batch_size", "network.channels", "network.cells",
                 "network.used_cells", "evaluate.epochs", "evaluate.batch_size"});
  differ.merge(differing_in(that_may_move_alpha(compared), {"search.arch_"}));
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

Reply same_protocol(const ComparedRuns& compared) {
  const Names oracles = with_oracle(compared);
  if (!oracles.empty() && oracles.size() < compared.arms.size()) {
    return say(Answer::kNo, "An oracle has chosen the cells of {}, and not those of the others.",
               text_of(oracles));
  }
  Names differ = of_images_and_split(compared);
  if (all(compared, is_training)) differ.merge(of_training(compared));
  return same_options(
      differ, fmt::format("All are judged by {}; no option of images, split or training differs.",
                          compared.measure.name));
}

Reply over_time(const ComparedRuns& compared) {
  if (tetlo::over_time(compared).rows.empty()) {
    return say(Answer::kNo, "No group has {} in the course of several epochs on record.",
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
  return say(Answer::kNo, "No accuracy from a table is on record in {}.",
             of_all(missing, compared));
}

Reply tuning(const ComparedRuns& /*compared*/) {
  return {Answer::kUnknown, "Runs do not say which others were made to choose their options."};
}

Reply whole_time(const ComparedRuns& compared) {
  const size_t missing = without(compared, has_seconds);
  if (missing > 0)
    return say(Answer::kNo, "No time is on record in {}.", of_all(missing, compared));
  if (all(compared, is_training)) {
    return {Answer::kUnknown,
            "The times of the trainings are on record; those of the searches are "
            "in their own folders."};
  }
  int64_t epochs = 0;
  for (const RunRecord* run : runs_of(compared)) {
    epochs = std::max(epochs, epochs_from_a_table(*run));
  }
  if (epochs > 0) {
    return say(Answer::kNo,
               "The choice among drawn cells takes {} epochs of training, which are in no recorded "
               "time: a table has their results.",
               epochs);
  }
  if (judged_by_table(compared)) {
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
  return say(Answer::kNo, "No machine is on record in {}.", of_all(missing, compared));
}

}  // namespace tetlo::reply
