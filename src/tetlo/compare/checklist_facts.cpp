// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/checklist_facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "tetlo/report/costs.h"
#include "tetlo/report/facts.h"

namespace tetlo::reply {
namespace {

bool in_summary(const RunRecord& run, const char* key) {
  return run.summary.is_object() && run.summary.contains(key);
}

}  // namespace

std::vector<const RunRecord*> runs_of(const ComparedRuns& compared) {
  std::vector<const RunRecord*> runs;
  for (const Arm& arm : compared.arms) {
    for (const Outcome& outcome : arm.outcomes) runs.push_back(outcome.run);
  }
  return runs;
}

size_t without(const ComparedRuns& compared, const Condition& condition) {
  const auto runs = runs_of(compared);
  return static_cast<size_t>(std::count_if(runs.begin(), runs.end(),
                                           [&](const RunRecord* run) { return !condition(*run); }));
}

bool all(const ComparedRuns& compared, const Condition& condition) {
  return without(compared, condition) == 0;
}

bool is_training(const RunRecord& run) { return run.command == "evaluate"; }
bool has_table(const RunRecord& run) { return !table_accuracy(run).empty(); }
bool has_machine(const RunRecord& run) { return in_summary(run, "machine"); }
bool has_seconds(const RunRecord& run) { return in_summary(run, "seconds"); }

bool judged_by_table(const ComparedRuns& compared) {
  const std::string& figure = compared.measure.name;
  const bool own = !figure.starts_with("table.") &&
                   !all(compared, [&](const RunRecord& run) { return !run.has(figure); });
  return !own && all(compared, has_table);
}

std::string option_of_search(const RunRecord& run, const std::string& option) {
  if (!is_training(run)) return run.option(option);
  const auto found = run.search.find(option);
  return found == run.search.end() ? "" : found->second;
}

Names differing(const ComparedRuns& compared) {
  Names all = differing_options(compared.arms);
  // What the short retraining of several found cells would be has no effect on a single search.
  std::erase_if(
      all, [](const std::string& option) { return option.find("retrain.") != std::string::npos; });
  return all;
}

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

ComparedRuns that_may_move_alpha(ComparedRuns compared) {
  std::erase_if(compared.arms, [](const Arm& arm) {
    return std::all_of(arm.outcomes.begin(), arm.outcomes.end(), [](const Outcome& outcome) {
      const auto steps = alpha_steps_by_epoch(*outcome.run);
      return !steps.empty() && steps.back() == 0;
    });
  });
  return compared;
}

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

}  // namespace tetlo::reply
