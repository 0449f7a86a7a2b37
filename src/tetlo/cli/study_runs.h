// SPDX-License-Identifier: Apache-2.0
// The runs of a study in its folder, each made by the code that also serves `search` and
// `evaluate`.
//
//   config.toml      the options of the searches as configured, and those of the study, [study]
//   training.toml    those of the trainings
//   NAME/            a search; its config.toml is written before the first search begins
//   NAME/NAME/       a training of what it has found
//
// A run that has come to its end is not made again. The trainings have the data set and the [run]
// of the searches.
#pragma once

#include <any>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/cli/run_command.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/studies/table.h"
#include "tetlo/util/file.h"

namespace tetlo {

struct StudyFlags {
  RunFlags run;          ///< of the study; its options are those of the searches
  std::string training;  ///< configuration file of the trainings
  std::vector<std::string> training_options;  ///< assignments for the trainings
};

class StudyRuns : public Runs {
 public:
  /// Reads all options; throws Error if there is a mistake.
  StudyRuns(const StudyEntry& entry, const StudyFlags& flags);

  const std::string& folder() const override { return folder_; }
  const SearchOptions& options() const override { return searches_.options; }
  void prepare(const Plan& plan) override;
  RunSummary search(const SearchRun& run) override;
  RunSummary train(const TrainingRun& run, const std::string& genotype) override;
  void work(const std::function<void(const std::function<void()>& pause)>& work) override;

  /// The options of the study itself.
  const std::any& own_options() const { return searches_.own; }

 private:
  /// The options of searches, and those of the study.
  struct Searches {
    explicit Searches(const StudyEntry& entry);
    // The configuration refers to the options beside it.
    Searches(const Searches&) = delete;
    Searches& operator=(const Searches&) = delete;

    SearchOptions options;
    std::any own;
    Configuration configuration;
  };
  struct Trainings {
    EvaluateOptions options;
    Configuration configuration = options.configuration();
  };

  void read_trainings(const StudyFlags& flags);
  std::unique_ptr<Searches> options_of(const SearchRun& run) const;
  std::unique_ptr<Trainings> options_of(const TrainingRun& run, const std::string& genotype) const;
  std::string path(const std::string& run) const { return folder_ + "/" + run; }
  void open_folder();
  void make_folder_of(const SearchRun& run) const;
  /// Throws Error at the first assignment that has no effect on any search.
  void refuse_idle_assignments(const Plan& plan) const;
  /// Checks all runs that are left and returns the seconds that they will take.
  double check_and_measure(const Plan& plan) const;

  const StudyEntry& entry_;
  std::string command_, folder_;
  std::string base_;  ///< file on which the configuration of every search is based; may be empty
  std::vector<std::string> assignments_;  ///< for all searches that they have an effect on
  Searches searches_;
  std::string training_;  ///< the configuration of all trainings, as TOML, if there are any
  bool resume_;
  std::optional<FolderLock> lock_;
};

}  // namespace tetlo
