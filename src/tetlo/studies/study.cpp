// SPDX-License-Identifier: Apache-2.0
#include "tetlo/studies/study.h"

#include <fmt/format.h>

namespace tetlo {
namespace {

/// The same runs with one seed, each in a folder of its own.
Plan with_seed(Plan plan, int64_t seed) {
  const std::string assignment = fmt::format("run.seed={}", seed);
  for (SearchRun& search : plan.searches) {
    search.name = name_with_seed(plan, search.name, seed);
    search.assignments.push_back(assignment);
  }
  for (TrainingRun& training : plan.trainings) {
    training.search = name_with_seed(plan, training.search, seed);
    training.assignments.push_back(assignment);
  }
  return plan;
}

/// One plan for each seed.
std::vector<Plan> plans_of(const Plan& plan, int64_t first_seed) {
  if (plan.seeds == 1) return {plan};
  std::vector<Plan> plans;
  for (int64_t i = 0; i < plan.seeds; ++i) plans.push_back(with_seed(plan, first_seed + i));
  return plans;
}

/// All runs of the plans.
Plan together(const std::vector<Plan>& plans) {
  Plan all;
  for (const Plan& plan : plans) {
    all.searches.insert(all.searches.end(), plan.searches.begin(), plan.searches.end());
    all.trainings.insert(all.trainings.end(), plan.trainings.begin(), plan.trainings.end());
  }
  return all;
}

RunSummary train(const TrainingRun& training, const RunSummary& found, Runs& runs) {
  if (has_diverged(found)) return {{"stop_reason", "diverged"}};
  return runs.train(training, found["genotype"].get<std::string>());
}

}  // namespace

bool has_diverged(const RunSummary& summary) { return summary["stop_reason"] == "diverged"; }

std::string name_with_seed(const Plan& plan, const std::string& search, int64_t seed) {
  return plan.seeds == 1 ? search : fmt::format("{}/seed-{}", search, seed);
}

Results run_all(const Plan& plan, Runs& runs) {
  const std::vector<Plan> plans = plans_of(plan, runs.options().run.seed);
  runs.prepare(together(plans));
  Results results;
  for (const Plan& seeded : plans) {
    for (size_t s = 0; s < plan.searches.size(); ++s) {
      const RunSummary found = runs.search(seeded.searches[s]);
      results[plan.searches[s].name].push_back(found);
      for (size_t t = 0; t < plan.trainings.size(); ++t) {
        if (plan.trainings[t].search != plan.searches[s].name) continue;
        results[plan.trainings[t].path()].push_back(train(seeded.trainings[t], found, runs));
      }
    }
  }
  return results;
}

std::string value_of(SearchOptions options, const std::string& option) {
  return options.configuration().value_of(option);
}

Sample sample_of(const std::vector<RunSummary>& summaries, const std::string& figure,
                 double factor) {
  Sample sample;
  for (const RunSummary& summary : summaries) {
    if (!has_diverged(summary)) sample.values.push_back(factor * summary[figure].get<double>());
  }
  return sample;
}

BySeed by_seed(const std::vector<RunSummary>& summaries,
               const std::function<double(const RunSummary&)>& figure) {
  BySeed values;
  for (const RunSummary& summary : summaries) {
    values.push_back(has_diverged(summary) ? std::nullopt : std::optional(figure(summary)));
  }
  return values;
}

}  // namespace tetlo
