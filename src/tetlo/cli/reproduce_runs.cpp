// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/reproduce_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "tetlo/cli/study_runs.h"
#include "tetlo/cli/sweep_combinations.h"
#include "tetlo/cli/sweep_plan.h"
#include "tetlo/data/source.h"
#include "tetlo/options/assignment.h"
#include "tetlo/record/run_folder.h"
#include "tetlo/reproduce/study_claims.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

std::string key_of(const PublishedTable& table, const TableRow& row, size_t column) {
  return fmt::format("{}\n{}\n{}", table.id, row.name, column);
}

std::vector<std::string> joined(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

/// Whether the study can be made with several seeds.
bool has_seeds(const StudyEntry& entry) {
  if (!entry.fields) return false;
  std::any options = entry.options;
  const auto names = names_in(entry.fields(options));
  return std::find(names.begin(), names.end(), "seeds") != names.end();
}

void append_if_new(std::vector<SweepRun>& all, const SweepRun& run) {
  const auto same = [&](const SweepRun& other) { return other.name == run.name; };
  if (std::none_of(all.begin(), all.end(), same)) all.push_back(run);
}

}  // namespace

std::string some_genotype() { return to_string(load_genotype("DARTS_V1")); }

std::string ReproductionRuns::missing(const DataOptions& data) {
  const auto [known, is_new] = missing_.try_emplace(data.name + "\n" + data.folder);
  if (!is_new) return known->second;
  try {
    open_source(data);
  } catch (const Error& error) {
    known->second = error.what();
  }
  return known->second;
}

void ReproductionRuns::plan(const PublishedTable& table) {
  if (!table.study.empty()) return plan_study(table);
  for (const TableRow& row : table.rows) {
    if (row.is_quoted()) continue;
    // Most columns are other figures of the same runs, which are not worked out again.
    std::map<std::string, size_t> known;
    for (size_t c = 0; c < table.columns.size(); ++c) {
      const PairChoices choices = choices_of(table, row, c);
      const auto [same, is_new] = known.try_emplace(
          fmt::format("{}\n{}\n{}\n{}", choices.search, choices.training,
                      fmt::join(choices.assignments, "\n"), fmt::join(choices.for_training, "\n")),
          c);
      groups_[key_of(table, row, c)] =
          is_new ? plan_group(table, row, choices) : groups_.at(key_of(table, row, same->second));
    }
  }
}

PairChoices ReproductionRuns::choices_of(const PublishedTable& table, const TableRow& row,
                                         size_t c) const {
  const TableColumn& column = table.columns[c];
  std::string training = row.training(c);
  if (!training.empty()) training = file(column.training.empty() ? training : column.training);
  return {.search = file(row.search(c)),
          .training = training,
          .assignments = joined({table.set, column.set, row.set, flags_.assignments}),
          .for_training = joined({column.training_set, row.training_set}),
          .imagenet = flags_.imagenet};
}

void ReproductionRuns::plan_study(const PublishedTable& table) {
  const StudyEntry& entry = find_entry(tetlo::studies(), table.study, "study");
  StudyFlags flags;
  if (!table.training.empty()) flags.training = file(table.training);
  flags.run.config = file(table.search);
  flags.run.assignments = joined({table.set, flags_.assignments});
  if (flags_.seeds > 0 && has_seeds(entry)) {
    flags.run.assignments.push_back(fmt::format("study.seeds={}", flags_.seeds));
  }
  flags.run.threads = std::to_string(flags_.threads);
  flags.run.out = folder_of_studies() + "/" + name_of_study(table);
  const StudyRuns checked(entry, flags);
  SweepRun run{.name = name_of_study(table)};
  run.arguments = {"study", table.study, "--config", flags.run.config};
  if (!flags.training.empty()) {
    run.arguments.insert(run.arguments.end(), {"--training", flags.training});
  }
  for (const std::string& assignment : flags.run.assignments) {
    run.arguments.insert(run.arguments.end(), {"--set", assignment});
  }
  run.arguments.insert(run.arguments.end(), {"--threads", flags.run.threads});
  run.combination = nlohmann::json::object();
  append_if_new(studies_, run);
}

ReproductionRuns::Group ReproductionRuns::plan_group(const PublishedTable& table,
                                                     const TableRow& row,
                                                     const PairChoices& choices) {
  const auto [search, training] = configured(choices);
  const bool trains = !training.file.empty();
  std::string lacking = missing(LoadedSearch(search).options.data);
  if (lacking.empty() && trains) {
    LoadedTraining loaded(training);
    loaded.options.genotype = some_genotype();
    loaded.options.check();
    lacking = missing(loaded.options.data);
  }
  if (!lacking.empty()) {
    const auto same = [&](const ImpossibleRow& other) { return other.row == row.name; };
    if (std::none_of(impossible_.begin(), impossible_.end(), same)) {
      impossible_.push_back({row.name, lacking, {search, training}});
    }
    return {};
  }
  Group group;
  const int64_t seeds = flags_.seeds > 0 ? flags_.seeds : table.seeds;
  for (const SweepRun& run : plan_searches(search, seeds)) {
    append_if_new(searches_, run);
    group.searches.push_back(run.name);
    configured_[run.name] = search;
    if (!trains) continue;
    const SweepRun trained = training_of(run, search, training);
    group.trainings.push_back(trained.name);
    if (configured_.emplace(trained.name, training).second) {
      trainings_.push_back({trained, run.name});
    }
  }
  return group;
}

std::vector<SweepRun> ReproductionRuns::plan_searches(const ConfiguredRun& search, int64_t seeds) {
  return plan_runs({.files = {search.file},
                    .assignments = search.assignments,
                    .seeds = fmt::format("1..{}", seeds),
                    .out = folder_of_searches(),
                    .threads = flags_.threads,
                    .full_names = true,
                    .builds = false},
                   searches_);
}

SweepRun ReproductionRuns::training_of(const SweepRun& search, const ConfiguredRun& of_search,
                                       const ConfiguredRun& training) const {
  Combination named = {{kConfigFile, training.file, true}};
  SweepRun run;
  run.arguments = {"evaluate", "--config", training.file};
  for (const std::string& assignment : training.assignments) {
    run.arguments.insert(run.arguments.end(), {"--set", assignment});
    const auto& shared = of_search.assignments;
    if (std::find(shared.begin(), shared.end(), assignment) != shared.end()) continue;
    const auto [option, value, where] = split_assignment(assignment);
    named.push_back({option, value, true});
  }
  for (const Chosen& own : unlike(training, of_search)) named.push_back(own);
  run.name = search.name + "-" + name_of(named);
  run.combination = search.combination;
  run.threads = search.threads;
  run.arguments.insert(
      run.arguments.end(),
      {"--seed", search.combination.at("run.seed"), "--threads", std::to_string(search.threads),
       "--genotype", fmt::format("{}/{}/genotype.txt", folder_of_searches(), search.name)});
  return run;
}

const nlohmann::json* ReproductionRuns::summary_of(const std::string& folder) const {
  auto known = summaries_.find(folder);
  if (known == summaries_.end()) {
    const auto summary = summary_at_end(folder);
    if (!summary) return nullptr;
    known = summaries_.emplace(folder, *summary).first;
  }
  return &known->second;
}

std::vector<SweepRun> ReproductionRuns::trainings() const {
  std::vector<SweepRun> all;
  for (const auto& [training, search] : trainings_) {
    const auto* summary = summary_of(folder_of_searches() + "/" + search);
    if (summary && summary->contains("genotype")) all.push_back(training);
  }
  return all;
}

std::vector<LeftRun> ReproductionRuns::searches_left() const {
  std::vector<LeftRun> left;
  for (const SweepRun& run : searches_) {
    if (summary_of(folder_of_searches() + "/" + run.name)) continue;
    left.push_back({run.name, {configured_.at(run.name), {}}});
  }
  return left;
}

std::vector<LeftRun> ReproductionRuns::trainings_left() const {
  std::vector<LeftRun> left;
  for (const auto& [training, search] : trainings_) {
    const auto* found = summary_of(folder_of_searches() + "/" + search);
    const bool may_have_cells = !found || found->contains("genotype");
    if (!may_have_cells || summary_of(folder_of_trainings() + "/" + training.name)) continue;
    left.push_back({training.name, {configured_.at(search), configured_.at(training.name)}});
  }
  return left;
}

const RunRecord* ReproductionRuns::record_of(const std::string& folder) {
  if (!std::filesystem::exists(folder + "/config.toml")) return nullptr;
  auto known = records_.find(folder);
  if (known == records_.end()) known = records_.emplace(folder, gather(folder)).first;
  return &known->second;
}

RunsOf ReproductionRuns::runs_of(const PublishedTable& table) {
  return [this, &table](const TableRow& row, size_t column) {
    const Group& group = groups_.at(key_of(table, row, column));
    std::vector<MadeRun> runs;
    for (size_t i = 0; i < group.searches.size(); ++i) {
      MadeRun run{.search = record_of(folder_of_searches() + "/" + group.searches[i])};
      if (!run.search || run.search->active) continue;
      if (!group.trainings.empty()) {
        run.training = record_of(folder_of_trainings() + "/" + group.trainings[i]);
      }
      if (!run.training || !run.training->active) runs.push_back(run);
    }
    return runs;
  };
}

std::string ReproductionRuns::name_of_study(const PublishedTable& table) const {
  Combination named;
  if (flags_.seeds > 0) named.push_back({"study.seeds", std::to_string(flags_.seeds), true});
  for (const std::string& assignment : flags_.assignments) {
    const auto [option, value, where] = split_assignment(assignment);
    named.push_back({option, value, true});
  }
  return named.empty() ? table.id : table.id + "-" + name_of(named);
}

std::vector<ResultTable> ReproductionRuns::results_of_study(const PublishedTable& table) const {
  ResultTable result{.id = table.id, .title = table.title, .notes = table.notes};
  const std::string folder = folder_of_studies() + "/" + name_of_study(table);
  result.notes.push_back("Published: " + table.source + ".");
  const auto summary = summary_at_end(folder);
  if (!summary) {
    result.notes.push_back(fmt::format("The study {} has not been made here.", table.study));
    return {result};
  }
  result.notes.push_back(fmt::format("The study {} is in {}.", table.study, folder));
  result.columns = summary->at("columns");
  for (const auto& row : summary->at("rows")) {
    auto& entries = result.rows.emplace_back();
    for (const auto& text : row) entries.emplace_back(text.get<std::string>());
  }
  std::vector<ResultTable> results = {result};
  if (const auto claims = table_of_claims(*summary, result, size())) results.push_back(*claims);
  return results;
}

std::string ReproductionRuns::size() const {
  return fmt::format("{}", fmt::join(flags_.assignments, ", "));
}

std::vector<ResultTable> ReproductionRuns::results(const PublishedTable& table) {
  if (!table.study.empty()) return results_of_study(table);
  return reproduced_tables(table, runs_of(table), size());
}

}  // namespace tetlo
