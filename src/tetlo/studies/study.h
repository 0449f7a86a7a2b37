// SPDX-License-Identifier: Apache-2.0
// A study: one command that makes several searches and trainings and compares what they have found,
// in a table and a picture.
//
// A study knows neither where its runs lie nor how they are resumed. It names the runs that it
// needs, each with the options in which it differs from the configuration, and asks for their
// summaries.
//
//   Report compare_methods(const std::any&, Runs& runs) {
//     const Plan plan{.searches = {{"darts", {"method.name=darts"}}, …},
//                     .trainings = {{.search = "darts", .name = "trained"}, …}};
//     const Results results = run_all(plan, runs);
//     const Sample errors = sample_of(results.at("darts/trained"), "test_error");
//     return {.columns = {"method", "test error (%)"}, .rows = …, .picture = svg_of(…)};
//   }
#pragma once

#include <any>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/search/options.h"
#include "tetlo/studies/report.h"

namespace tetlo {

struct SearchRun {
  std::string name;                           ///< of its folder in the folder of the study
  std::vector<std::string> assignments = {};  ///< options that differ from the configuration
  /// Searches of one kind take equally long, so that only the first of them is measured.
  std::string kind = {};
};

/// The training of the network that a search has found.
struct TrainingRun {
  std::string search;  ///< the name of the search
  std::string name;    ///< of its folder in the folder of the search
  std::vector<std::string> assignments = {};

  std::string path() const { return search + "/" + name; }
};

struct Plan {
  std::vector<SearchRun> searches = {};
  std::vector<TrainingRun> trainings = {};
  int64_t seeds = 1;  ///< every run is made with the configured seed and those that follow it
  // Only for the time that everything takes:
  std::vector<std::string> later =
      {};                 ///< names of searches that follow, each as long as the first
  double iterations = 0;  ///< work beside the runs, in iterations of the first search
};

/// What is known of a run at its end: summary.json of its folder. A search has "genotype", a
/// training "test_error" and "parameters", unless its "stop_reason" is "diverged".
using RunSummary = nlohmann::json;

bool has_diverged(const RunSummary& summary);

class Runs {
 public:
  virtual ~Runs() = default;
  virtual const std::string& folder() const = 0;
  /// The options of the searches, without the assignments of any run.
  virtual const SearchOptions& options() const = 0;
  /// Throws Error if the options of a run are wrong or do not fit its data; makes the folders of
  /// all searches, and says how long everything will take. A study calls it before its first run.
  /// Each run of the plan is made once, whatever the number of seeds.
  virtual void prepare(const Plan& plan) = 0;
  /// Makes a run, or what is left of it, and returns its summary. If it is interrupted, the program
  /// ends.
  virtual RunSummary search(const SearchRun& run) = 0;
  virtual RunSummary train(const TrainingRun& run, const std::string& genotype) = 0;
  /// Does work of the study's own, which calls `pause` now and then. If the program is to stop,
  /// that call ends it.
  virtual void work(const std::function<void(const std::function<void()>& pause)>& work) = 0;
};

/// The value of an option "section.option" as text.
std::string value_of(SearchOptions options, const std::string& option);

/// The summaries of a run, one for each seed, by the name of the search or the path of the
/// training.
using Results = std::map<std::string, std::vector<RunSummary>>;

/// The name of the folder of a search with one of the plan's seeds: "NAME/seed-N", or its own name
/// if there is only one seed.
std::string name_with_seed(const Plan& plan, const std::string& search, int64_t seed);

/// Makes all runs with all seeds, each training after its search. What a diverged search has found
/// is not trained; the summary of its training has only the stop reason.
Results run_all(const Plan& plan, Runs& runs);

/// The figure of all seeds whose run has not diverged, times `factor`.
Sample sample_of(const std::vector<RunSummary>& summaries, const std::string& figure,
                 double factor = 1);

/// The figure of each seed, in the order of the seeds.
BySeed by_seed(const std::vector<RunSummary>& summaries,
               const std::function<double(const RunSummary&)>& figure);

}  // namespace tetlo
