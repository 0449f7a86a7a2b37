// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/budget_flags.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <optional>
#include <utility>

#include "tetlo/data/source.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/net/budget.h"
#include "tetlo/options/assignment.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

std::optional<Budget> given_budget(const BudgetFlags& flags) {
  std::optional<Budget> given;
  for (size_t i = 0; i < flags.limits.size(); ++i) {
    if (flags.limits[i].empty()) continue;
    const BudgetKind& kind = budget_kinds()[i];
    require(!given, "{} and {} exclude each other.", given ? given->kind.flag() : "", kind.flag());
    given.emplace(read_budget(kind, flags.limits[i]));
  }
  return given;
}

void refuse_given_channels(const Budget& budget, const RunFlags& run,
                           const EvaluateOptions& options) {
  require(options.weights.empty(),
          "{} chooses network.channels, but --weights are of a network that has them already.",
          budget.kind.flag());
  for (const std::string& assignment : run.assignments) {
    require(split_assignment(assignment).key != "network.channels",
            "{} chooses network.channels, which --set must then leave out.", budget.kind.flag());
  }
}

/// What the summary of a run that was interrupted notes about its budget; null if there is none.
nlohmann::json earlier_note(const std::string& folder) {
  const std::string file = folder + "/summary.json";
  if (!std::filesystem::exists(file)) return nullptr;
  const auto summary = nlohmann::json::parse(read_file(file), nullptr, /*allow_exceptions=*/false);
  return summary.is_object() && summary.contains("budget") ? summary["budget"] : nullptr;
}

int64_t channels_of(const std::string& folder) {
  EvaluateOptions options;
  options.configuration().load(folder + "/config.toml");
  return options.network.channels;
}

nlohmann::json note_of(const Budget& budget, const Widest& widest) {
  const auto number = [&](double value) -> nlohmann::json {
    if (budget.kind.measured || value != std::floor(value)) return value;
    return static_cast<int64_t>(value);
  };
  nlohmann::json note = {{"kind", budget.kind.name},
                         {"limit", number(budget.limit)},
                         {"channels", widest.within->channels},
                         {"amount", number(widest.within->cost)}};
  if (widest.beyond) {
    note["next_channels"] = widest.beyond->channels;
    note["next_amount"] = number(widest.beyond->cost);
  }
  return note;
}

}  // namespace

BudgetFlags::BudgetFlags() : limits(budget_kinds().size()) {}

std::vector<Argument> budget_arguments(BudgetFlags& flags) {
  std::vector<Argument> arguments;
  for (size_t i = 0; i < flags.limits.size(); ++i) {
    const BudgetKind& kind = budget_kinds()[i];
    arguments.push_back({kind.flag(),
                         "choose as many channels as are possible with so many " + kind.meaning,
                         &flags.limits[i],
                         {.value_name = "N"}});
  }
  return arguments;
}

nlohmann::json apply_budget(const BudgetFlags& budgets, const RunFlags& run,
                            EvaluateOptions& options) {
  const auto budget = given_budget(budgets);
  if (budget) refuse_given_channels(*budget, run, options);
  if (run.resume) {
    const nlohmann::json note = earlier_note(run.out);
    if (!budget) return note;
    require(note.is_null() ||
                (note.at("kind") == budget->kind.name && note.at("limit") == budget->limit),
            "{} is {}; the run in {} was started with another budget and must be resumed with it.",
            budget->kind.flag(), budget->text, run.out);
    options.network.channels = channels_of(run.out);
    return note;
  }
  if (!budget) return nullptr;
  options.check();
  const Genotype genotype = parse_genotype(options.genotype, "network.genotype");
  const DataSource source = open_source(options.data);
  const DiscreteShape shape = network_shape(
      options, {.channels = source.channels, .side = source.height, .classes = source.classes});
  const Widest widest = choose_channels(*budget, genotype, shape);
  const int64_t configured = std::exchange(options.network.channels, widest.within->channels);
  fmt::print(stderr, "{}\n", to_sentence(*budget, widest));
  if (!run.config.empty() && configured != options.network.channels) {
    fmt::print(stderr, "This replaces network.channels = {} of the configuration.\n", configured);
  }
  return note_of(*budget, widest);
}

}  // namespace tetlo
