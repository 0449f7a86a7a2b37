// SPDX-License-Identifier: Apache-2.0
// How the weights γ and λ are chosen: each is varied while the other keeps its value. A share of
// the training images is held out; the search uses the others, what it has found is trained on
// them, and the error on the images held out decides [Sheth2023, figure 5 and appendix M.6].
#include <fmt/format.h>

#include <algorithm>

#include "tetlo/draw/chart.h"
#include "tetlo/studies/table.h"

namespace tetlo {
namespace {

constexpr const char* kM6 = "[Sheth2023, appendix M.6]";
constexpr const char* kError = "error on images held out (%)";

struct TradeoffOptions {
  std::vector<double> values{0.01, 0.1, 0.2, 0.5, 1, 2};
  double held_out = 0.1;
  int64_t seeds = 1;

  std::vector<Field> fields() {
    return {{"values",
             {&values, Numbers{.each = positive(1e6), .count = {1, 100}}},
             "the values of γ and of λ",
             kM6},
            {"held_out",
             {&held_out, {0, 1, "", false, false}},
             "share of the training images on which the choice is made",
             kM6},
            {"seeds", {&seeds, {1, 1000}}, "number of runs with different seeds", ""}};
  }
};

/// The weights of a run.
struct Weights {
  double gamma = 0, lambda = 0;

  bool operator==(const Weights&) const = default;
  std::string name() const { return fmt::format("gamma-{:g}-lambda-{:g}", gamma, lambda); }
};

/// A weight that is varied: a line of the chart.
struct Line {
  std::string name;
  double Weights::*varied;
  std::vector<Weights> runs = {};
};

/// Everything that is known before the first run.
struct Tradeoff {
  TradeoffOptions options;
  SearchOptions search;
  std::vector<Line> lines;
  std::vector<Weights> runs = {};  ///< of all lines, each once
};

/// γ and λ belong to the framework.
Weights weights_of(const SearchOptions& options) {
  const std::string framework = value_of(options, "framework.name");
  return {.gamma = std::stod(value_of(options, framework + ".gamma")),
          .lambda = std::stod(value_of(options, framework + ".lambda"))};
}

Tradeoff tradeoff_of(const TradeoffOptions& options, const SearchOptions& search) {
  const Weights given = weights_of(search);
  Tradeoff tradeoff{options,
                    search,
                    {{fmt::format("γ, at λ = {:g}", given.lambda), &Weights::gamma},
                     {fmt::format("λ, at γ = {:g}", given.gamma), &Weights::lambda}}};
  auto& runs = tradeoff.runs;
  for (Line& line : tradeoff.lines) {
    for (const double value : options.values) {
      Weights weights = given;
      weights.*line.varied = value;
      line.runs.push_back(weights);
      if (std::find(runs.begin(), runs.end(), weights) == runs.end()) runs.push_back(weights);
    }
  }
  return tradeoff;
}

/// The options that hold out the same images in every run.
std::vector<std::string> held_out(const Tradeoff& tradeoff, const std::string& section) {
  const auto& search = tradeoff.search.search;
  return {fmt::format("{}.held_out={}", section, tradeoff.options.held_out),
          fmt::format("{}.split={}", section, to_string(search.split)),
          fmt::format("{}.split_seed={}", section,
                      split_seed(search.split_seed, tradeoff.search.run.seed))};
}

Plan plan_for(const Tradeoff& tradeoff) {
  Plan plan{.seeds = tradeoff.options.seeds};
  const std::string framework = value_of(tradeoff.search, "framework.name");
  for (const Weights& weights : tradeoff.runs) {
    SearchRun search{weights.name(), held_out(tradeoff, "search")};
    search.assignments.push_back(fmt::format("{}.gamma={}", framework, weights.gamma));
    search.assignments.push_back(fmt::format("{}.lambda={}", framework, weights.lambda));
    plan.searches.push_back(search);
    plan.trainings.push_back({search.name, "trained", held_out(tradeoff, "evaluate")});
  }
  return plan;
}

/// That the configured value of each weight, in the middle, has a lower error than the smallest and
/// the largest one. Where it is itself one of these or has not been run, there is no such claim.
std::vector<StudyClaim> claims_on(const Tradeoff& tradeoff, const Results& results) {
  const Weights middle = weights_of(tradeoff.search);
  const auto errors = [&](const Weights& weights) {
    return by_seed(
        results.at(TrainingRun{weights.name(), "trained"}.path()),
        [](const RunSummary& summary) { return 100 * summary["test_error"].get<double>(); });
  };
  std::vector<StudyClaim> claims;
  for (const Line& line : tradeoff.lines) {
    if (std::find(line.runs.begin(), line.runs.end(), middle) == line.runs.end()) continue;
    const auto [least, most] = std::minmax_element(
        line.runs.begin(), line.runs.end(), [&](const Weights& first, const Weights& second) {
          return first.*line.varied < second.*line.varied;
        });
    for (const Weights& end : {*least, *most}) {
      if (end == middle) continue;
      claims.push_back(on_pairs({.words = fmt::format("{}: {:g} lower than {:g}", line.name,
                                                      middle.*line.varied, end.*line.varied),
                                 .figure = kError,
                                 .direction = Claim::kLower,
                                 .smallest_effect = kLeastErrorEffect},
                                errors(middle), errors(end)));
    }
  }
  return claims;
}

Report report_of(const Tradeoff& tradeoff, const Results& results) {
  const auto summaries = [&](const Weights& weights) -> const auto& {
    return results.at(TrainingRun{weights.name(), "trained"}.path());
  };
  Report report{.columns = {"γ", "λ", kError, "parameters (million)"},
                .claims = claims_on(tradeoff, results),
                .claim_notes = {kWhyLeastErrorEffect}};
  for (const Weights& weights : tradeoff.runs) {
    report.rows.push_back({fmt::format("{:g}", weights.gamma), fmt::format("{:g}", weights.lambda),
                           sample_of(summaries(weights), "test_error", 100).text(),
                           sample_of(summaries(weights), "parameters", 1e-6).text()});
  }
  LineChart chart{.title = "Trade-off weights on " + tradeoff.search.data.name,
                  .x = {.title = "γ or λ", .logarithmic = true},
                  .y = {.title = kError}};
  for (const Line& line : tradeoff.lines) {
    Series series{line.name};
    for (const Weights& weights : line.runs) {
      const Sample errors = sample_of(summaries(weights), "test_error", 100);
      series.points.push_back({weights.*line.varied, errors.mean(), errors.deviation()});
    }
    chart.series.push_back(series);
  }
  report.picture = svg_of(chart);
  return report;
}

/// Throws Error unless the framework has both weights.
void require_both_weights(const SearchOptions& search) {
  const auto& entry = find_framework(search.framework.name);
  std::any options = entry.options;
  std::vector<std::string> names;
  if (entry.fields != nullptr) names = names_in(entry.fields(options));
  for (const char* weight : {"gamma", "lambda"}) {
    require(std::find(names.begin(), names.end(), weight) != names.end(),
            "framework.name is {}, which has no option {}; the study tradeoff varies gamma and "
            "lambda.",
            entry.name, weight);
  }
}

Report choose_weights(const std::any& options, Runs& runs) {
  require_both_weights(runs.options());
  const Tradeoff tradeoff =
      tradeoff_of(std::any_cast<const TradeoffOptions&>(options), runs.options());
  return report_of(tradeoff, run_all(plan_for(tradeoff), runs));
}

}  // namespace

StudyEntry tradeoff_study() {
  return {member<TradeoffOptions>("tradeoff", "the weights γ and λ, one at a time",
                                  "[Sheth2023, figure 5]"),
          /*trains=*/true, choose_weights};
}

}  // namespace tetlo
