// SPDX-License-Identifier: Apache-2.0
// Runs for tests of studies: they take no time and only record what they are asked for.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tetlo/studies/table.h"
#include "tetlo/util/table.h"

namespace tetlo {

class FakeRuns : public Runs {
 public:
  const std::string& folder() const override { return folder_; }
  const SearchOptions& options() const override { return given; }
  void prepare(const Plan& plan) override { prepared = plan; }

  RunSummary search(const SearchRun& run) override {
    made.push_back(described(run.name, run.assignments));
    if (run.name == diverged) return {{"stop_reason", "diverged"}};
    return {{"stop_reason", "finished"},
            {"genotype", "cells of " + run.name},
            {"seconds", 10.0},
            {"iterations", 40}};
  }

  RunSummary train(const TrainingRun& run, const std::string& genotype) override {
    made.push_back(described(run.path(), run.assignments));
    trained[run.path()] = genotype;
    return {{"stop_reason", "finished"}, {"test_error", error(run)}, {"parameters", 3'000'000}};
  }

  void work(const std::function<void(const std::function<void()>& pause)>& work) override {
    work([] {});
  }

  SearchOptions given;
  Plan prepared;
  std::vector<std::string> made;               ///< "name" or "name assignment assignment"
  std::map<std::string, std::string> trained;  ///< the genotypes
  std::string diverged;                        ///< name of a search
  std::function<double(const TrainingRun&)> error = [](const TrainingRun&) { return 0.25; };

 private:
  static std::string described(std::string name, const std::vector<std::string>& assignments) {
    for (const std::string& assignment : assignments) name += " " + assignment;
    return name;
  }

  std::string folder_;
};

/// The report of a study with options "study.seeds=1".
inline Report report_of(const std::string& study, Runs& runs,
                        const std::vector<std::string>& assignments = {}) {
  const StudyEntry& entry = find_entry(studies(), study, "study");
  std::any options = entry.options;
  Configuration({{"study", "", entry.fields(options)}}).load("", assignments);
  return entry.run(options, runs);
}

}  // namespace tetlo
