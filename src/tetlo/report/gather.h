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
  std::vector<nlohmann::json> epochs;          ///< the figures of each epoch
  int64_t preparation = 0;  ///< number of epochs before, which are not among them
  bool active = false;      ///< whether a process is at work on it
  nlohmann::json summary;   ///< null if the run is active or never ended

  /// The value of an option, or "" if the run does not have it.
  std::string option(const std::string& key) const;
  /// The figure at a path such as "main.train_loss" in every epoch; NaN where there is none.
  std::vector<double> figure(const std::string& path) const;
  /// Whether any epoch has it.
  bool has(const std::string& path) const;
  /// Why the run has ended, "running", or "not finished".
  std::string state() const;
};

/// Reads a run folder. Throws Error if it is none, or if a file in it is malformed.
RunRecord gather(const std::string& folder);

/// Runs that differ in their seeds only.
struct Group {
  std::string name = {};  ///< the options in which the groups differ, and their values
  std::vector<const RunRecord*> runs = {};
};

/// The groups in the order of their first runs. The runs must outlive them.
std::vector<Group> grouped(const std::vector<RunRecord>& runs);

}  // namespace tetlo
