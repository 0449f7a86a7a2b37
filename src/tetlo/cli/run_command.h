// SPDX-License-Identifier: Apache-2.0
// What the commands that run a job share: their flags, the way in and the way out.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/cli/command.h"
#include "tetlo/options/configuration.h"
#include "tetlo/record/progress.h"
#include "tetlo/record/run_folder.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

struct RunFlags {
  std::string config, out, seed, threads, device;
  std::vector<std::string> assignments;
  bool resume = false, json = false;
};

/// --config, --set, --out, --seed, --threads, --device, --resume, --json.
std::vector<Argument> run_arguments(RunFlags& flags);

/// Fills the configuration from the file and the flags. A resumed run without --config is begun
/// from its own config.toml. Error where --out holds a run of another command to resume.
void load(Configuration& configuration, const RunFlags& flags, const std::string& command);

/// The first line of config.toml, which says what made it.
std::string header_of(const std::string& command);

/// --out, or a new folder named after the configuration file or the command.
std::string folder_for(const std::string& command, const RunFlags& flags);

struct RunOutcome {
  std::string folder;
  std::string stop_reason;
  nlohmann::json summary;  ///< stop_reason, epochs, seconds, peak_memory, figures, folder
};

/// A command that runs a job.
struct RunPlan {
  std::string command;
  const RunFlags& flags;
  const Configuration& configuration;
  Progress::Describe describe;  ///< what the log says of an epoch's figures
};

/// Drives the job within its run folder, which is made here: what is wrong with options or data
/// must have been said before.
RunOutcome run_in_folder(Job& job, const RunPlan& plan);

/// Leaves genotype.txt and the pictures of its cells in the folder. Without the program that draws
/// them there is a warning: the run has cost too much to fail now.
void leave_genotype(const Genotype& genotype, const std::string& folder);

void write_summary(const RunOutcome& outcome);

/// Ends the program with a code other than 0, and says why, unless the run has finished.
void leave_unless_finished(const RunOutcome& outcome);

/// Writes summary.json, prints it or the sentences for people, and leaves unless the run has
/// finished.
void leave_summary(const RunOutcome& outcome, const RunFlags& flags, const std::string& for_people);

}  // namespace tetlo
