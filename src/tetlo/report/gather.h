// SPDX-License-Identifier: Apache-2.0
// Reads run folders: what a search or a training has recorded, whether it has ended or still runs.
//
// Nothing in the folder is changed or locked. A last line of metrics.jsonl that is not complete is
// being written, and is left out.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tetlo {

struct RunRecord {
  std::string folder;
  std::string name;           ///< the last part of the folder's path
  std::string program;        ///< the program and its version, such as "tetlo 0.3.0"
  std::string command;        ///< "search" or "evaluate"
  std::string configuration;  ///< the text of config.toml
  std::map<std::string, std::string> options;  ///< "section.option", and "scale"
  /// Of a training: the options of the search that found its cells, if they are on record.
  std::map<std::string, std::string> search;
  std::vector<nlohmann::json> epochs;  ///< the figures of each epoch
  std::vector<double> seconds;         ///< spent by the end of each epoch; shorter if not on record
  int64_t preparation = 0;             ///< number of epochs before, which are not among them
  bool active = false;                 ///< whether a process is at work on it
  nlohmann::json summary;              ///< null if the run is active or never ended

  /// The value of an option, or "" if the run does not have it.
  std::string option(const std::string& key) const;
  /// The seed; "3, search 1" of a training with seed 3 of what a search with seed 1 has found.
  std::string seed() const;
  /// The figure at a path such as "main.train_loss" in every epoch; NaN where there is none.
  std::vector<double> figure(const std::string& path) const;
  /// Whether any epoch has it.
  bool has(const std::string& path) const;
  /// Why the run has ended, "running", or "not finished".
  std::string state() const;
};

/// Reads a run folder. Throws Error if it is none, or if a file in it is malformed.
RunRecord gather(const std::string& folder);

}  // namespace tetlo
