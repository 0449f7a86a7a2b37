// SPDX-License-Identifier: Apache-2.0
#include "tetlo/report/costs.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace tetlo {
namespace {

/// The iterations of an epoch; 0 if that is not known, as while a run is active, or if there were
/// others, which prepared the search.
int64_t iterations_of_epoch(const RunRecord& run) {
  const auto epochs = static_cast<int64_t>(run.epochs.size());
  if (!run.summary.is_object() || run.preparation > 0 || epochs == 0) return 0;
  const int64_t all = run.summary.value("iterations", int64_t{0});
  return all % epochs == 0 ? all / epochs : 0;
}

/// Every phase counts its iterations from 0.
std::vector<double> counted_alpha_steps(const RunRecord& run) {
  const std::string option = run.option("search.arch_every");
  const int64_t every = option.empty() ? 0 : std::stoll(option);
  const int64_t iterations = iterations_of_epoch(run);
  const auto moves_alpha = [](const nlohmann::json& figures) { return figures.contains("outer"); };
  const bool any = std::any_of(run.epochs.begin(), run.epochs.end(), moves_alpha);
  if (every <= 0 || (any && iterations == 0)) return {};
  const auto multiples_before = [every](int64_t i) { return (i + every - 1) / every; };
  const auto phases = run.figure("phase");
  std::vector<double> all;
  int64_t steps = 0, first = 0;
  for (size_t e = 0; e < run.epochs.size(); ++e) {
    if (e > 0 && phases[e] != phases[e - 1] && std::isfinite(phases[e])) first = 0;
    const int64_t end = first + iterations;
    if (moves_alpha(run.epochs[e])) steps += multiples_before(end) - multiples_before(first);
    all.push_back(static_cast<double>(steps));
    first = end;
  }
  return all;
}

}  // namespace

bool has_seconds_by_epoch(const RunRecord& run) { return run.seconds.size() == run.epochs.size(); }

std::vector<double> seconds_by_epoch(const RunRecord& run) {
  if (has_seconds_by_epoch(run)) return run.seconds;
  if (!run.summary.is_object() || !run.summary.contains("seconds")) return {};
  const auto prepared = static_cast<double>(run.preparation);
  const double all = run.summary["seconds"].get<double>(),
               each = all / (static_cast<double>(run.epochs.size()) + prepared);
  std::vector<double> seconds;
  for (size_t e = 0; e < run.epochs.size(); ++e) {
    seconds.push_back(each * (prepared + static_cast<double>(e + 1)));
  }
  return seconds;
}

std::vector<double> alpha_steps_by_epoch(const RunRecord& run) {
  if (run.command != "search") return {};
  const auto recorded = run.figure("alpha_steps");
  const bool whole = std::all_of(recorded.begin(), recorded.end(),
                                 [](double steps) { return std::isfinite(steps); });
  return whole ? recorded : counted_alpha_steps(run);
}

const std::vector<Cost>& kinds_of_cost() {
  static const std::vector<Cost> all = {{"seconds", "{:.3g}", &seconds_by_epoch},
                                        {"steps of α", "{:.0f}", &alpha_steps_by_epoch}};
  return all;
}

std::optional<double> reached(const std::vector<double>& figures, const std::vector<double>& costs,
                              double budget) {
  std::optional<double> last;
  for (size_t e = 0; e < std::min(figures.size(), costs.size()) && costs[e] <= budget; ++e) {
    if (std::isfinite(figures[e])) last = figures[e];
  }
  return last;
}

std::vector<double> reached_at_each(const std::vector<double>& figures,
                                    const std::vector<double>& costs, const Budgets& budgets,
                                    bool has_finished) {
  std::vector<double> all;
  for (int i = 1; i <= budgets.count; ++i) {
    const double budget = i * budgets.step;
    const bool beyond = !has_finished && (costs.empty() || budget > costs.back());
    const auto there = beyond ? std::nullopt : reached(figures, costs, budget);
    all.push_back(there.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return all;
}

}  // namespace tetlo
