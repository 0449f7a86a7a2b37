// SPDX-License-Identifier: Apache-2.0
// A sweep as a list of runs, and the texts with which others make them.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tetlo {

struct SweepRun {
  std::string name;                         ///< of its folder in the folder of the sweep
  nlohmann::json combination = {};          ///< the values of the options that vary
  std::vector<std::string> arguments = {};  ///< of the program, without --resume and --out
  int64_t threads = 1;
};

struct Sweep {
  std::string folder;
  std::string working_folder;  ///< to which the names of files in the arguments are relative
  std::vector<SweepRun> runs = {};

  std::string path_of(const SweepRun& run) const { return folder + "/" + run.name; }
  /// What the run with this index, from 0, says beside its own log.
  std::string log_of(size_t run) const;
  /// All arguments of a run, which always begin, go on or report what is finished.
  std::vector<std::string> arguments_of(const SweepRun& run) const;
};

/// The word as a shell reads it back.
std::string shell_word(const std::string& text);

/// One line for each run, for GNU parallel, xargs or a shell; `program` is the path of this one. What
/// the run says goes to its log in the folder of the sweep, whoever makes it.
std::string commands_text(const Sweep& sweep, const std::string& program);

/// A script for Slurm's sbatch with one task for each line of commands.txt.
std::string array_text(const Sweep& sweep);

}  // namespace tetlo
