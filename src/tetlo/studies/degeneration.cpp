// SPDX-License-Identifier: Apache-2.0
// How often searches degenerate in the three spaces of NAS-Bench-1Shot1 [Sheth2023, appendix G and
// table 15], with TETLO and without: at the schedule of the method itself, which updates α in every
// iteration, and at that of TETLO. Where a search has no table, the cells of its two windows are
// trained, each distinct cell once.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "tetlo/evaluate/degeneracy.h"
#include "tetlo/statistics/fisher.h"
#include "tetlo/statistics/proportion.h"
#include "tetlo/statistics/verdict.h"
#include "tetlo/studies/epoch_cells.h"
#include "tetlo/studies/table.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr double kRareResult = 0.05;
constexpr int kSpaces = 3;

struct DegenerationOptions {
  int64_t seeds = 10;

  std::vector<Field> fields() {
    return {{"seeds",
             {&seeds, {1, 1000}},
             "number of runs with different seeds",
             "[Sheth2023, appendix G]"}};
  }
};

/// What searches in every space.
struct Searcher {
  std::string name;
  std::vector<std::string> assignments;
  int64_t published[kSpaces];  ///< how many of ten are published, of a control as of what it is for

  bool is_tetlo() const { return assignments.empty(); }
  bool is_control() const { return name.find(',') != std::string::npos; }
};

std::vector<Searcher> searchers() {
  return {{"darts2nd", {"framework.name=plain", "search.arch_every=1"}, {8, 5, 9}},
          {"darts2nd, TETLO's schedule", {"framework.name=plain"}, {8, 5, 9}},
          {"tetlo-darts2nd", {}, {2, 1, 2}}};
}

std::string folder_of(const Searcher& searcher, int space, int64_t seed) {
  return fmt::format("space-{}-{}{}-seed-{}", space,
                     searcher.name.substr(0, searcher.name.find(',')),
                     searcher.is_control() ? "-control" : "", seed);
}

SearchRun search_of(const Searcher& searcher, int space, int64_t seed) {
  SearchRun run{.name = folder_of(searcher, space, seed),
                .assignments = searcher.assignments,
                .kind = searcher.name};
  run.assignments.push_back(fmt::format("space.name=nasbench1shot1_{}", space));
  run.assignments.push_back(fmt::format("run.seed={}", seed));
  return run;
}

std::vector<size_t> compared_epochs(size_t epochs) {
  auto [all, late] = windows(epochs);
  all.insert(all.end(), late.begin(), late.end());
  return all;
}

TrainingRun training_of(const SearchRun& search, size_t epoch) {
  return {search.name, fmt::format("epoch-{}", epoch + 1)};
}

/// As many trainings as there can be.
Plan plan_for(const DegenerationOptions& options, Runs& runs) {
  Plan plan;
  const auto epochs = static_cast<size_t>(runs.options().search.epochs);
  for (int64_t i = 0; i < options.seeds; ++i) {
    for (int space = 1; space <= kSpaces; ++space) {
      for (const Searcher& searcher : searchers()) {
        const auto& search =
            plan.searches.emplace_back(search_of(searcher, space, runs.options().run.seed + i));
        if (!runs.options().search.table.empty()) continue;
        for (const size_t epoch : compared_epochs(epochs)) {
          plan.trainings.push_back(training_of(search, epoch));
        }
      }
    }
  }
  return plan;
}

/// Whether the search degenerated; a search that diverged did.
bool degenerates(const SearchRun& search, Runs& runs) {
  if (runs.search(search)["stop_reason"] == "diverged") return true;
  const auto epochs = epoch_cells(runs.folder() + "/" + search.name);
  std::vector<double> errors(epochs.size());
  std::map<std::string, double> trained;
  for (const size_t e : compared_epochs(epochs.size())) {
    const EpochCells& cells = epochs[e];
    if (cells.error) {
      errors[e] = *cells.error;
      continue;
    }
    if (!trained.contains(cells.genotype)) {
      const RunSummary summary = runs.train(training_of(search, e), cells.genotype);
      const bool diverged = summary["stop_reason"] == "diverged";
      trained[cells.genotype] = diverged ? 100 : 100 * summary["test_error"].get<double>();
    }
    errors[e] = trained.at(cells.genotype);
  }
  return degeneracy(errors, Reading::kSensible).degenerate;
}

std::vector<std::string> row_of(const Searcher& searcher, int space, Proportion own,
                                Proportion tetlo) {
  const int64_t published = searcher.published[space - 1];
  std::vector<std::string> row = {std::to_string(space),
                                  searcher.name,
                                  fmt::format("{} of {}", own.k, own.n),
                                  searcher.is_control() ? "" : fmt::format("{} of 10", published),
                                  "",
                                  "",
                                  ""};
  if (searcher.is_tetlo()) return row;
  const auto difference = newcombe(tetlo, own);
  row[4] = fmt::format("{:.2f}", difference->difference);
  row[5] = fmt::format("{:.2f} to {:.2f}", difference->interval.low, difference->interval.high);
  row[6] = fmt::format("{:.3g}", fisher_exact(tetlo, own));
  return row;
}

/// That TETLO degenerates less often than another in a space. A search that diverged degenerated.
/// There is no interval of so few searches that even none against all is no rare result of equal
/// rates: Newcombe's would exclude 0 too often.
StudyClaim claim_on(const Searcher& searcher, int space, Proportion own, Proportion tetlo) {
  const auto difference = newcombe(tetlo, own);
  const bool enough = fisher_exact({0, tetlo.n}, {own.n, own.n}) <= kRareResult;
  const auto published = [&](const Searcher& one) {
    return static_cast<double>(one.published[space - 1]) / 10;
  };
  return {.words = fmt::format("space {}: tetlo-darts2nd lower than {}", space, searcher.name),
          .figure = "rate of degeneration",
          .direction = Claim::kLower,
          .smallest_effect =
              implied_effect(published(searchers().back()), published(searcher), Claim::kLower),
          .n = tetlo.n,
          .n_of_other = own.n,
          .difference = difference->difference,
          .interval = enough ? std::optional(difference->interval) : std::nullopt,
          .kind = "Newcombe's"};
}

Report count_degenerations(const std::any& given, Runs& runs) {
  const auto& options = std::any_cast<const DegenerationOptions&>(given);
  require(runs.options().framework.name == "tetlo",
          "framework.name is {}; the study degeneration compares tetlo with plain searches.",
          runs.options().framework.name);
  const Plan plan = plan_for(options, runs);
  runs.prepare(plan);
  std::map<std::string, Proportion> counts;  // by the name of a search without its seed
  for (const SearchRun& search : plan.searches) {
    Proportion& count = counts[search.name.substr(0, search.name.rfind("-seed-"))];
    count.k += degenerates(search, runs) ? 1 : 0;
    ++count.n;
  }
  Report report{.columns = {"space", "method", "degenerate", "published", "TETLO's rate minus this",
                            "95 % interval", "Fisher's p"},
                .claim_notes = {
                    "The smallest effect is half of the published difference; of a control, which "
                    "nobody has published, half of that to the method that it controls."}};
  const auto count_of = [&](const Searcher& searcher, int space) {
    const std::string name = folder_of(searcher, space, 0);
    return counts.at(name.substr(0, name.rfind("-seed-")));
  };
  for (int space = 1; space <= kSpaces; ++space) {
    const Proportion tetlo = count_of(searchers().back(), space);
    for (const Searcher& searcher : searchers()) {
      const Proportion own = count_of(searcher, space);
      report.rows.push_back(row_of(searcher, space, own, tetlo));
      if (!searcher.is_tetlo()) report.claims.push_back(claim_on(searcher, space, own, tetlo));
    }
  }
  return report;
}

}  // namespace

StudyEntry degeneration_study() {
  return {
      member<DegenerationOptions>("degeneration", "how often searches get worse towards their end",
                                  "[Sheth2023, table 15]"),
      /*trains=*/true, count_degenerations};
}

}  // namespace tetlo
