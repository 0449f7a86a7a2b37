// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/over_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tetlo/compare/comparison_entries.h"
#include "tetlo/report/costs.h"
#include "tetlo/statistics/quantile.h"
#include "tetlo/util/median.h"

namespace tetlo {
namespace {

constexpr std::array kShares = {0.125, 0.25, 0.5, 1.0};

/// What a run of the arm costs, in the median of those that have ended; nothing if that is nothing,
/// or if they have one epoch only, before which they have no figure at all.
std::optional<double> typical_cost(const Arm& arm, const Cost& cost) {
  std::vector<double> all;
  for (const Outcome& outcome : arm.outcomes) {
    const auto costs = cost.by_epoch(*outcome.run);
    if (outcome.value && costs.size() > 1) all.push_back(costs.back());
  }
  if (all.empty() || median(all) <= 0) return {};
  return median(all);
}

std::optional<double> least_cost(const std::vector<Arm>& arms, const Cost& cost) {
  std::optional<double> least;
  for (const Arm& arm : arms) {
    const auto typical = typical_cost(arm, cost);
    if (typical && (!least || *typical < *least)) least = typical;
  }
  return least;
}

/// What the runs of an arm have at a budget, of those that have anything.
std::vector<double> values_at(const Arm& arm, const Measure& measure, const Cost& cost,
                              double budget) {
  std::vector<double> values;
  for (const auto& [run, value] : arm.outcomes) {
    const auto costs = cost.by_epoch(*run);
    const bool beyond_its_end = costs.empty() || (!value && budget > costs.back());
    const auto there =
        beyond_its_end ? std::nullopt : reached(measure.by_epoch(*run), costs, budget);
    if (there) values.push_back(*there);
  }
  return values;
}

void add_rows(ResultTable& table, const ComparedRuns& compared, const Cost& cost) {
  const auto least = least_cost(compared.arms, cost);
  if (!least) return;
  const char* const digits = digits_of(compared.measure);
  for (const double share : kShares) {
    const double budget = share * *least;
    std::vector<std::vector<double>> of_arms;
    for (const Arm& arm : compared.arms) {
      of_arms.push_back(values_at(arm, compared.measure, cost, budget));
    }
    const bool too_early = std::all_of(of_arms.begin(), of_arms.end(),
                                       [](const auto& values) { return values.empty(); });
    if (too_early) continue;
    for (size_t a = 0; a < of_arms.size(); ++a) {
      const auto& values = of_arms[a];
      const Arm& arm = compared.arms[a];
      auto& row = table.rows.emplace_back();
      row = {cost.name, Number{budget, cost.format}, arm.name, static_cast<int64_t>(values.size()),
             static_cast<int64_t>(arm.outcomes.size() - values.size())};
      for (const double probability : {0.25, 0.5, 0.75}) {
        row.push_back(values.empty() ? TableEntry()
                                     : Number{quantile_of(values, probability), digits});
      }
    }
  }
}

/// What is not in the costs.
std::vector<std::string> remarks(const ComparedRuns& compared) {
  std::vector<std::string> all;
  int64_t without_times = 0;
  for (const Arm& arm : compared.arms) {
    int64_t epochs = 0;
    for (const Outcome& outcome : arm.outcomes) {
      if (!has_seconds_by_epoch(*outcome.run)) ++without_times;
      epochs = std::max(epochs, epochs_from_a_table(*outcome.run));
    }
    if (epochs == 0) continue;
    all.push_back(
        fmt::format("{}: not in the costs are {} epochs of training, whose results a table has.",
                    arm.name, epochs));
  }
  if (without_times > 0) {
    all.push_back(fmt::format(
        "Of {} {} only the seconds of the whole run are on record; their epochs are taken to have "
        "lasted equally long.",
        without_times, without_times == 1 ? "run" : "runs"));
  }
  return all;
}

}  // namespace

int64_t epochs_from_a_table(const RunRecord& run) {
  if (run.epochs.empty()) return 0;
  const auto choice = run.epochs.back().value("choice", nlohmann::json::object());
  return choice.value("epochs_of_training", int64_t{0});
}

ResultTable over_time(const ComparedRuns& compared) {
  ResultTable table{
      .id = "over_time",
      .title = fmt::format("At equal costs, by {}", with_unit(compared.measure)),
      .notes =
          {"What runs had reached: the figure of the last epoch that ended within the budget, "
           "an eighth, a quarter, half and all of what the cheapest group takes. Runs that "
           "have come to their end keep it; others have none after their last epoch. Budgets at "
           "which no group has anything are left out.",
           "Runs without a value have no epoch within the budget, or had diverged or stopped "
           "before "
           "it. They are not in the quartiles, which are therefore too good where some are slow."},
      .columns = {"cost", "budget", "group", "n", "without value", "lower quartile", "median",
                  "upper quartile"}};
  if (!compared.measure.by_epoch) return table;
  for (const std::string& remark : remarks(compared)) table.notes.push_back(remark);
  for (const Cost& cost : kinds_of_cost()) add_rows(table, compared, cost);
  return table;
}

}  // namespace tetlo
