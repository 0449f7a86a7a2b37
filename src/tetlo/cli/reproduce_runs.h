// SPDX-License-Identifier: Apache-2.0
// The runs by which published tables are made again, in two sweeps in one folder:
//
//   searches/     a run for each search
//   trainings/    a run for each training of what a search has found
//   studies/      a run for each study
//
// Runs are named by everything in which they differ from their configuration files, so that tables
// which need the same run share it.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/cli/configured_run.h"
#include "tetlo/cli/sweep_texts.h"
#include "tetlo/data/data_options.h"
#include "tetlo/reproduce/reproduced_table.h"

namespace tetlo {

struct ReproduceFlags {
  std::string folder;                         ///< of all runs
  std::string configurations;                 ///< the folder of the configuration files
  std::vector<std::string> assignments = {};  ///< for all runs on which they have an effect
  std::string imagenet = {};                  ///< the folder of its images
  int64_t seeds = 0;                          ///< of each row; 0: as many as the table has
  int64_t threads = 1;                        ///< of each run
};

/// A row that cannot be run here, why, and how its runs would be configured.
struct ImpossibleRow {
  std::string row, why;
  ConfiguredPair how;
};

/// A run that has not come to its end, and how it is configured: a search, or a training with the
/// search whose cells it trains.
struct LeftRun {
  std::string name;
  ConfiguredPair how;
};

/// Cells for networks of which only the cost or the options matter.
std::string some_genotype();

class ReproductionRuns {
 public:
  explicit ReproductionRuns(const ReproduceFlags& flags) : flags_(flags) {}

  /// Plans and checks the runs of a table. A row that cannot be run here, because its data are
  /// missing, is left out and noted. Throws Error at a mistake in the table or the assignments.
  void plan(const PublishedTable& table);

  const std::vector<SweepRun>& searches() const { return searches_; }
  const std::vector<SweepRun>& studies() const { return studies_; }
  /// The trainings of those searches that have ended with cells.
  std::vector<SweepRun> trainings() const;

  std::vector<LeftRun> searches_left() const;
  /// Those of searches that have ended with cells, or may still find some.
  std::vector<LeftRun> trainings_left() const;

  const std::vector<ImpossibleRow>& impossible() const { return impossible_; }

  /// The summary of the run in a folder; null if it has not come to its end.
  const nlohmann::json* summary_of(const std::string& folder) const;

  /// What the runs of a planned table say, beside what is published.
  std::vector<ResultTable> results(const PublishedTable& table);

  std::string folder_of_searches() const { return flags_.folder + "/searches"; }
  std::string folder_of_trainings() const { return flags_.folder + "/trainings"; }
  std::string folder_of_studies() const { return flags_.folder + "/studies"; }

 private:
  /// A training and the search whose cells it trains.
  struct Planned {
    SweepRun training;
    std::string search;
  };
  /// The runs of a row in a column, by seed.
  struct Group {
    std::vector<std::string> searches, trainings;
  };

  /// Why the data cannot be read here; "" if they can.
  std::string missing(const DataOptions& data);
  void plan_study(const PublishedTable& table);
  PairChoices choices_of(const PublishedTable& table, const TableRow& row, size_t column) const;
  Group plan_group(const PublishedTable& table, const TableRow& row, const PairChoices& choices);
  std::vector<SweepRun> plan_searches(const ConfiguredRun& search, int64_t seeds);
  SweepRun training_of(const SweepRun& search, const ConfiguredRun& of_search,
                       const ConfiguredRun& training) const;
  RunsOf runs_of(const PublishedTable& table);
  std::vector<ResultTable> results_of_study(const PublishedTable& table) const;
  /// What all runs are given, in words; "" if nothing.
  std::string size() const;
  std::string name_of_study(const PublishedTable& table) const;
  const RunRecord* record_of(const std::string& folder);
  std::string file(const std::string& name) const { return flags_.configurations + "/" + name; }

  ReproduceFlags flags_;
  std::vector<SweepRun> searches_, studies_;
  std::vector<Planned> trainings_;
  std::vector<ImpossibleRow> impossible_;
  std::map<std::string, ConfiguredRun> configured_;  // by the name of a search or training
  std::map<std::string, Group> groups_;              // by table, row and column
  std::map<std::string, std::string> missing_;       // by data set and folder
  std::map<std::string, RunRecord> records_;         // by folder
  // What has ended stays so, and is read once.
  mutable std::map<std::string, nlohmann::json> summaries_;
};

}  // namespace tetlo
