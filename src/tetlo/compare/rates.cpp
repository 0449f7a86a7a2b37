// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/rates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "tetlo/compare/found_cells.h"
#include "tetlo/evaluate/degeneracy.h"
#include "tetlo/report/facts.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/space/spellings.h"
#include "tetlo/statistics/fisher.h"
#include "tetlo/statistics/holm.h"

namespace tetlo {
namespace {

/// Whether something holds of a run; nothing if the run cannot tell.
struct Condition {
  std::string name;
  std::function<std::optional<bool>(const RunRecord&)> of;
  bool is_of_cells = false;  ///< of what a search found, however often it was trained
};

/// The cells that a search has found, or those of a training if a search on record has found them.
std::optional<Genotype> cells_of(const RunRecord& run) {
  const std::string trained = run.option("network.genotype");
  const bool was_found = !run.search.empty() && is_genotype(trained);
  return was_found ? parse_genotype(trained) : found_cells(run);
}

std::vector<Condition> conditions(double collapsed_at) {
  const auto collapsed = [collapsed_at](const RunRecord& run) -> std::optional<bool> {
    const auto cells = cells_of(run);
    const auto share = cells ? share_of_skips(*cells) : std::nullopt;
    if (!share) return {};
    return *share >= collapsed_at;
  };
  const auto pathless = [](const RunRecord& run) -> std::optional<bool> {
    const auto cells = cells_of(run);
    const auto path = cells ? has_path(*cells) : std::nullopt;
    if (!path) return {};
    return !*path;
  };
  const auto diverged = [](const RunRecord& run) { return run.state() == "diverged"; };
  const auto unfinished = [=](const RunRecord& run) { return !has_ended(run) && !diverged(run); };
  return {{"diverged", diverged},
          {"not finished", unfinished},
          {"collapsed", collapsed, /*is_of_cells=*/true},
          {"no path", pathless, /*is_of_cells=*/true},
          {"degenerate", is_degenerate}};
}

Proportion proportion_of(const Arm& arm, const Condition& condition) {
  Proportion result;
  std::set<std::map<std::string, std::string>> counted;  // searches, whose cells count once
  for (const Outcome& outcome : arm.outcomes) {
    const auto holds = condition.of(*outcome.run);
    const auto& search = outcome.run->search;
    if (!holds || (condition.is_of_cells && !search.empty() && !counted.insert(search).second)) {
      continue;
    }
    ++result.n;
    if (*holds) ++result.k;
  }
  return result;
}

/// A condition and how often it holds in each arm.
struct Rates {
  std::string name;
  std::vector<Proportion> by_arm;
};

std::vector<Rates> known_rates(const std::vector<Arm>& arms, double collapsed_at) {
  std::vector<Rates> all;
  for (const Condition& condition : conditions(collapsed_at)) {
    Rates rates{.name = condition.name, .by_arm = {}};
    int64_t runs = 0;
    for (const Arm& arm : arms) {
      rates.by_arm.push_back(proportion_of(arm, condition));
      runs += rates.by_arm.back().n;
    }
    if (runs > 0) all.push_back(std::move(rates));
  }
  return all;
}

ResultTable table_of_rates(const std::vector<Arm>& arms, const std::vector<Rates>& all,
                           double collapsed_at) {
  ResultTable table{
      .id = "rates",
      .title = "Rates",
      .notes = {fmt::format(
          "Of n runs that can tell, k are so. The interval of the rate is Wilson's, 95 %. "
          "Collapsed: of the operations other than none in the normal cell, a share of at least "
          "{:g} are skip connections.",
          collapsed_at)},
      .columns = {"rate", "group", "k", "n", "share", "low", "high"}};
  for (const Rates& rates : all) {
    for (size_t a = 0; a < arms.size(); ++a) {
      const Proportion& one = rates.by_arm[a];
      auto& row = table.rows.emplace_back();
      row = {rates.name, arms[a].name, one.k, one.n};
      row.resize(table.columns.size());
      if (one.n == 0) continue;
      const ConfidenceInterval interval = wilson(one);
      row[4] = Number{static_cast<double>(one.k) / static_cast<double>(one.n)};
      row[5] = Number{interval.low};
      row[6] = Number{interval.high};
    }
  }
  return table;
}

/// The smallest p of Fisher's test with these sizes and as many that are so in all.
double least_fisher_p(const Proportion& first, const Proportion& second) {
  const int64_t sum = first.k + second.k;
  double least = 1;
  for (const int64_t k : {std::max(int64_t{0}, sum - second.n), std::min(first.n, sum)}) {
    least = std::min(least, fisher_exact({k, first.n}, {sum - k, second.n}));
  }
  return least;
}

ResultTable table_of_differences(const std::vector<Arm>& arms, size_t control,
                                 const std::vector<Rates>& all) {
  ResultTable table{
      .id = "rate_differences",
      .title = "Rates against " + arms[control].name,
      .notes = {"Difference: group minus control, with Newcombe's interval, 95 %. The test is "
                "Fisher's, exact; least p is the smallest that it can have with these sizes and as "
                "many runs that are so: where that is above 0.05, nothing can be resolved. Rates "
                "that are 0 in both, or 1 in both, cannot differ and are left out. Holm's p is "
                "over this table."},
      .columns = {"rate", "group", "difference", "low", "high", "least p", "p", "Holm's p"}};
  std::vector<double> p;
  for (const Rates& rates : all) {
    for (size_t a = 0; a < arms.size(); ++a) {
      const Proportion &own = rates.by_arm[a], &other = rates.by_arm[control];
      const auto difference = newcombe(own, other);
      const int64_t so = own.k + other.k;
      if (a == control || !difference || so == 0 || so == own.n + other.n) continue;
      p.push_back(fisher_exact(own, other));
      table.rows.push_back({rates.name, arms[a].name, Number{difference->difference},
                            Number{difference->interval.low}, Number{difference->interval.high},
                            Number{least_fisher_p(own, other), "{:.3g}"},
                            Number{p.back(), "{:.3g}"}});
    }
  }
  const auto adjusted = holm(p);
  for (size_t r = 0; r < p.size(); ++r) table.rows[r].push_back(Number{adjusted[r], "{:.3g}"});
  return table;
}

}  // namespace

std::optional<double> share_of_skips(const Genotype& genotype) {
  const auto operations = edge_operations(genotype, CellKind::kNormal);
  if (operations.empty()) return {};
  const int none = count_operation(genotype, CellKind::kNormal, kNone);
  const int kept = static_cast<int>(operations.size()) - none;
  return kept == 0
             ? 0.0
             : count_operation(genotype, CellKind::kNormal, kSkip) / static_cast<double>(kept);
}

std::optional<bool> has_path(const Genotype& genotype) {
  if (!std::holds_alternative<Nasbench201Cell>(genotype)) return {};
  std::vector<bool> reached = {true, false, false, false};
  for (const auto& [edge, operation] : edge_operations(genotype, CellKind::kNormal)) {
    if (operation == kNone || !reached[static_cast<size_t>(edge.from)]) continue;
    reached[static_cast<size_t>(edge.to)] = true;
  }
  return reached.back();
}

std::optional<bool> is_degenerate(const RunRecord& run) {
  const std::string path = table_accuracy(run);
  if (!has_ended(run) || path.empty() || run.epochs.size() < kFewestEpochs) return {};
  std::vector<double> errors = run.figure(path);
  for (double& value : errors) value = 100 - value;
  const auto [middle, late] = windows(errors.size());
  for (const auto& window : {middle, late}) {
    for (const size_t epoch : window) {
      if (!std::isfinite(errors[epoch])) return {};
    }
  }
  return degeneracy(errors, Reading::kSensible).degenerate;
}

std::vector<ResultTable> rate_tables(const std::vector<Arm>& arms, size_t control,
                                     double collapsed_at) {
  const auto all = known_rates(arms, collapsed_at);
  std::vector<ResultTable> tables = {table_of_rates(arms, all, collapsed_at)};
  if (arms.size() > 1) tables.push_back(table_of_differences(arms, control, all));
  return tables;
}

}  // namespace tetlo
