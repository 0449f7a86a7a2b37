// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/reproduce_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "tetlo/cli/pace.h"
#include "tetlo/cli/sweep_combinations.h"
#include "tetlo/cli/sweep_plan.h"
#include "tetlo/options/assignment.h"
#include "tetlo/record/run_folder.h"
#include "tetlo/space/named_genotypes.h"
#include "tetlo/util/error.h"
#include "tetlo/util/terminal_line.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

std::string option_of(const std::string& assignment) {
  return assignment.substr(0, assignment.find('='));
}

/// Options as a file and assignments configure them.
template <typename Options>
struct Loaded {
  Loaded(const std::string& file, const std::vector<std::string>& assignments) {
    configuration.load(file, {}, assignments);
  }
  // The configuration refers to the options beside it.
  Loaded(const Loaded&) = delete;
  Loaded& operator=(const Loaded&) = delete;

  Options options;
  Configuration configuration = options.configuration();
};
using LoadedSearch = Loaded<SearchOptions>;
using LoadedTraining = Loaded<EvaluateOptions>;

/// Of several assignments to one option, the last; sorted, so that the order in which tables give
/// them does not matter.
std::vector<std::string> last_of_each(const std::vector<std::string>& all) {
  std::vector<std::string> last;
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const auto same = [&](const std::string& other) { return option_of(other) == option_of(*one); };
    if (std::none_of(last.begin(), last.end(), same)) last.push_back(*one);
  }
  std::sort(last.begin(), last.end());
  return last;
}

/// Why a run configured like this cannot have the assignment; "" if it can.
std::string fault_in(const Configuration& configuration, const std::string& assignment) {
  if (option_of(assignment) == "scale") return "";
  try {
    return configuration.fault_of(assignment);
  } catch (const Error& error) {
    return error.what();  // there is no such option
  }
}

/// Those of the assignments that such a run can have. One may need another, which chooses the
/// member of an axis to which its option belongs.
template <typename Options>
std::vector<std::string> usable(const std::string& file,
                                const std::vector<std::string>& assignments) {
  std::vector<std::string> all;
  for (bool grows = true; grows;) {
    grows = false;
    const Loaded<Options> loaded(file, all);
    for (const std::string& one : assignments) {
      if (std::find(all.begin(), all.end(), one) != all.end()) continue;
      if (!fault_in(loaded.configuration, one).empty()) continue;
      all.push_back(one);
      grows = true;
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// Those of the assignments, all of which are usable, without which the run would be another one.
template <typename Options>
std::vector<std::string> needed(const std::string& file,
                                const std::vector<std::string>& assignments) {
  std::vector<std::string> all = assignments;
  for (const std::string& one : assignments) {
    std::vector<std::string> others = all;
    std::erase(others, one);
    const bool is_same = Loaded<Options>(file, others).configuration.to_toml("") ==
                         Loaded<Options>(file, all).configuration.to_toml("");
    if (is_same) all = others;
  }
  return all;
}

/// Throws Error, saying why, if an assignment is among neither.
void require_effect(const std::vector<std::string>& assignments, const std::string& search,
                    const std::vector<std::string>& on_search,
                    const std::vector<std::string>& on_training) {
  for (const std::string& one : assignments) {
    const bool used = std::find(on_search.begin(), on_search.end(), one) != on_search.end() ||
                      std::find(on_training.begin(), on_training.end(), one) != on_training.end();
    if (!used) fail("{}", fault_in(LoadedSearch(search, on_search).configuration, one));
  }
}

/// The assignments and, if such a run reads image files, the folder of ImageNet.
template <typename Options>
std::vector<std::string> with_images(const std::string& file, std::vector<std::string> assignments,
                                     const std::string& folder) {
  const bool reads_files = Loaded<Options>(file, assignments).options.data.name == kImageFolder;
  if (reads_files && !folder.empty()) assignments.push_back("data.folder=" + folder);
  return assignments;
}

/// Cells for networks of which only the cost or the options matter.
std::string some_genotype() { return to_string(load_genotype("DARTS_V1")); }

constexpr int64_t kMeasuredBatch = 32;

/// Random pixels instead of files that are missing.
void replace_images(DataOptions& data) {
  try {
    open_source(data);
  } catch (const Error&) {
    data.name = kNoiseImages;
  }
}

/// The seconds of a search: of an iteration, which is measured with a smaller batch if the batch is
/// large and counted in proportion, times the number of iterations.
double cost_of(SearchOptions options) {
  replace_images(options.data);
  const double iterations = iterations_left(Search(options, open_sources(options)));
  const int64_t batch = std::min(options.search.batch_size, kMeasuredBatch);
  const double times = static_cast<double>(options.search.batch_size) / static_cast<double>(batch);
  options.search.batch_size = batch;
  // Halves, whatever their classes, because smaller parts of so few images would be empty.
  options.search.split = SplitOrder::kSeeded;
  options.search.train_portion = 0.5;
  options.search.validation_portion = 0.5;
  return iterations * times * seconds_an_iteration(options, 1);
}

double cost_of(EvaluateOptions options) {
  replace_images(options.data);
  const Training job(parse_genotype(options.genotype), options, open_source(options.data));
  const double iterations = iterations_left(job);
  const int64_t batch = std::min(options.evaluate.batch_size, kMeasuredBatch);
  const double times =
      static_cast<double>(options.evaluate.batch_size) / static_cast<double>(batch);
  options.evaluate.batch_size = batch;
  options.evaluate.parts = 1;
  return iterations * times * seconds_an_iteration(options, 1);
}

std::string key_of(const PublishedTable& table, const TableRow& row, const TableColumn& column) {
  return fmt::format("{}\n{}\n{}", table.id, row.name, column.name);
}

std::vector<std::string> joined(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return last_of_each(all);
}

void append_if_new(std::vector<SweepRun>& all, const SweepRun& run) {
  const auto same = [&](const SweepRun& other) { return other.name == run.name; };
  if (std::none_of(all.begin(), all.end(), same)) all.push_back(run);
}

}  // namespace

std::string ReproductionRuns::Configured::kind() const {
  std::string kind = file;
  for (const std::string& assignment : assignments) {
    if (option_of(assignment) != "data.name") kind += "\n" + assignment;
  }
  return kind;
}

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
    if (row.search.empty()) continue;
    for (auto column = table.columns.begin(); column != table.columns.end(); ++column) {
      // Most columns are other figures of the same runs, which are not worked out again.
      const auto same = std::find_if(table.columns.begin(), column, [&](const TableColumn& other) {
        return other.set == column->set && other.training_set == column->training_set &&
               other.training == column->training;
      });
      Group group =
          same == column ? plan_group(table, row, *column) : groups_.at(key_of(table, row, *same));
      groups_[key_of(table, row, *column)] = std::move(group);
    }
  }
}

void ReproductionRuns::plan_study(const PublishedTable& table) {
  SweepRun run{.name = name_of_study(table)};
  run.arguments = {"study", table.study, "--config", file(table.search)};
  if (!table.training.empty()) {
    run.arguments.insert(run.arguments.end(), {"--training", file(table.training)});
  }
  for (const std::string& assignment : joined({table.set, flags_.assignments})) {
    run.arguments.insert(run.arguments.end(), {"--set", assignment});
  }
  run.arguments.insert(run.arguments.end(), {"--threads", std::to_string(flags_.threads)});
  run.combination = nlohmann::json::object();
  append_if_new(studies_, run);
}

ReproductionRuns::Group ReproductionRuns::plan_group(const PublishedTable& table,
                                                     const TableRow& row,
                                                     const TableColumn& column) {
  const std::string search_file = file(row.search);
  const std::string training_name =
      row.training.empty() || column.training.empty() ? row.training : column.training;
  const auto all = joined({table.set, column.set, row.set, flags_.assignments});
  Configured search{search_file, usable<SearchOptions>(search_file, all)};
  Configured training;
  if (!row.training.empty()) {
    const auto of_training = joined({all, column.training_set, row.training_set});
    training = {file(training_name), usable<EvaluateOptions>(file(training_name), of_training)};
  }
  require_effect(all, search.file, search.assignments, training.assignments);
  search.assignments = with_images<SearchOptions>(
      search.file, needed<SearchOptions>(search.file, search.assignments), flags_.imagenet);
  if (!row.training.empty()) {
    training.assignments = with_images<EvaluateOptions>(
        training.file, needed<EvaluateOptions>(training.file, training.assignments),
        flags_.imagenet);
  }
  std::string lacking = missing(LoadedSearch(search.file, search.assignments).options.data);
  if (lacking.empty() && !row.training.empty()) {
    LoadedTraining loaded(training.file, training.assignments);
    loaded.options.genotype = some_genotype();
    loaded.options.check();
    lacking = missing(loaded.options.data);
  }
  if (!lacking.empty()) {
    const auto same = [&](const Impossible& other) { return other.row == row.name; };
    if (std::none_of(impossible_.begin(), impossible_.end(), same)) {
      impossible_.push_back({row.name, lacking, search, training});
    }
    return {};
  }
  Group group;
  const int64_t seeds = flags_.seeds > 0 ? flags_.seeds : table.seeds;
  for (const SweepRun& run : plan_searches(search, seeds)) {
    append_if_new(searches_, run);
    group.searches.push_back(run.name);
    configured_[run.name] = search;
    if (row.training.empty()) continue;
    const SweepRun trained = training_of(run, search, training);
    group.trainings.push_back(trained.name);
    if (configured_.emplace(trained.name, training).second) {
      trainings_.push_back({trained, run.name});
    }
  }
  return group;
}

std::vector<NotRun> ReproductionRuns::not_run(bool measured) const {
  std::vector<NotRun> all;
  TerminalLine line;
  for (const auto& [row, lacking, search, training] : impossible_) {
    NotRun& one = all.emplace_back(NotRun{.row = row, .why = lacking});
    if (!measured) continue;
    line.show("measuring what takes how long: " + row);
    one.search = cost_of(LoadedSearch(search.file, search.assignments).options);
    if (training.file.empty()) continue;
    LoadedTraining trained(training.file, training.assignments);
    trained.options.genotype = some_genotype();
    one.training = cost_of(trained.options);
  }
  return all;
}

std::vector<SweepRun> ReproductionRuns::plan_searches(const Configured& search, int64_t seeds) {
  return plan_runs({.files = {search.file},
                    .assignments = search.assignments,
                    .seeds = fmt::format("1..{}", seeds),
                    .out = folder_of_searches(),
                    .threads = flags_.threads,
                    .full_names = true,
                    .builds = false},
                   searches_);
}

SweepRun ReproductionRuns::training_of(const SweepRun& search, const Configured& of_search,
                                       const Configured& training) const {
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
  run.name = search.name + "-" + name_of(named);
  run.combination = search.combination;
  run.threads = search.threads;
  run.arguments.insert(
      run.arguments.end(),
      {"--seed", search.combination.at("run.seed"), "--threads", std::to_string(search.threads),
       "--genotype", fmt::format("{}/{}/genotype.txt", folder_of_searches(), search.name)});
  return run;
}

std::vector<SweepRun> ReproductionRuns::trainings() const {
  std::vector<SweepRun> all;
  for (const auto& [training, search] : trainings_) {
    const auto summary = summary_at_end(folder_of_searches() + "/" + search);
    if (summary && summary->contains("genotype")) all.push_back(training);
  }
  return all;
}

size_t ReproductionRuns::trainings_left() const {
  return static_cast<size_t>(
      std::count_if(trainings_.begin(), trainings_.end(), [this](const Planned& one) {
        return !summary_at_end(folder_of_trainings() + "/" + one.training.name);
      }));
}

double ReproductionRuns::seconds_left() const {
  Measured searches(1), trained(1);
  std::map<std::string, std::string> genotypes;  // some of the kind that a search will find
  std::map<std::string, double> iterations;
  const auto left = [](const std::string& folder) { return !summary_at_end(folder).has_value(); };
  TerminalLine line;
  for (const SweepRun& run : searches_) {
    const Configured& how = configured_.at(run.name);
    const LoadedSearch loaded(how.file, how.assignments);
    if (!iterations.contains(how.kind())) {
      const Search job(loaded.options, open_sources(loaded.options));
      iterations[how.kind()] = iterations_left(job);
      genotypes[how.kind()] = to_string(job.genotype());
    }
    if (left(folder_of_searches() + "/" + run.name)) {
      line.show("measuring what takes how long: " + run.name);
      searches.add(loaded.options, iterations.at(how.kind()), how.kind());
    }
  }
  for (const auto& [training, search] : trainings_) {
    if (!left(folder_of_trainings() + "/" + training.name)) continue;
    line.show("measuring what takes how long: " + training.name);
    const Configured& how = configured_.at(training.name);
    LoadedTraining loaded(how.file, how.assignments);
    loaded.options.genotype = genotypes.at(configured_.at(search).kind());
    if (!iterations.contains(how.kind())) {
      const Training job(parse_genotype(loaded.options.genotype), loaded.options,
                         open_source(loaded.options.data));
      iterations[how.kind()] = iterations_left(job);
    }
    trained.add(loaded.options, iterations.at(how.kind()), how.kind());
  }
  return searches.seconds() + trained.seconds();
}

const RunRecord* ReproductionRuns::record_of(const std::string& folder) {
  if (!std::filesystem::exists(folder + "/config.toml")) return nullptr;
  auto known = records_.find(folder);
  if (known == records_.end()) known = records_.emplace(folder, gather(folder)).first;
  return &known->second;
}

RunsOf ReproductionRuns::runs_of(const PublishedTable& table) {
  return [this, &table](const TableRow& row, const TableColumn& column) {
    const Group& group = groups_.at(key_of(table, row, column));
    std::vector<MadeRun> runs;
    for (size_t i = 0; i < group.searches.size(); ++i) {
      MadeRun run{.search = record_of(folder_of_searches() + "/" + group.searches[i])};
      if (!run.search) continue;
      if (!group.trainings.empty()) {
        run.training = record_of(folder_of_trainings() + "/" + group.trainings[i]);
      }
      runs.push_back(run);
    }
    return runs;
  };
}

std::string ReproductionRuns::name_of_study(const PublishedTable& table) const {
  Combination named;
  for (const std::string& assignment : flags_.assignments) {
    const auto [option, value, where] = split_assignment(assignment);
    named.push_back({option, value, true});
  }
  return named.empty() ? table.id : table.id + "-" + name_of(named);
}

ResultTable ReproductionRuns::result_of_study(const PublishedTable& table) const {
  ResultTable result{.id = table.id, .title = table.title, .notes = table.notes};
  const std::string folder = folder_of_studies() + "/" + name_of_study(table);
  result.notes.push_back("Published: " + table.source + ".");
  const auto summary = summary_at_end(folder);
  if (!summary) {
    result.notes.push_back(fmt::format("The study {} has not been made here.", table.study));
    return result;
  }
  result.notes.push_back(fmt::format("The study {} is in {}.", table.study, folder));
  result.columns = summary->at("columns");
  for (const auto& row : summary->at("rows")) {
    auto& entries = result.rows.emplace_back();
    for (const auto& text : row) entries.emplace_back(text.get<std::string>());
  }
  return result;
}

std::vector<ResultTable> ReproductionRuns::results(const PublishedTable& table) {
  if (!table.study.empty()) return {result_of_study(table)};
  return reproduced_tables(table, runs_of(table));
}

}  // namespace tetlo
