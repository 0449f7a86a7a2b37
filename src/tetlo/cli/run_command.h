// SPDX-License-Identifier: Apache-2.0
// The common parts of the commands that run a job: flags, start and end.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/cli/command.h"
#include "tetlo/options/configuration.h"
#include "tetlo/record/progress.h"
#include "tetlo/record/recorder.h"
#include "tetlo/record/run_folder.h"
#include "tetlo/space/genotype.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {

struct RunFlags {
  std::string config, out, seed, threads, device, time_limit;
  std::vector<std::string> assignments;
  bool resume = false, json = false;
};

/// --config, --set, --out, --seed, --threads, --device, --resume, --time-limit, --json.
std::vector<Argument> run_arguments(RunFlags& flags);

/// --time-limit; infinite without it.
Minutes time_limit(const RunFlags& flags);

/// The file that configures a run: --config or, if it is resumed without it, its own config.toml.
/// Empty: there is none. Throws Error if the run to resume in --out is of another command.
std::string configuration_file(const RunFlags& flags, const std::string& command);

/// Fills the configuration from that file and the flags.
void load(Configuration& configuration, const RunFlags& flags, const std::string& command);

/// The first line of config.toml, which names the program's version and the command.
std::string header_of(const std::string& command);

/// --out, or a new folder named after the configuration file or the command.
std::string folder_for(const std::string& command, const RunFlags& flags);

struct RunOutcome {
  std::string folder;
  std::string stop_reason;
  nlohmann::json
      summary;  ///< stop_reason, epochs, iterations, seconds, peak_memory, machine, figures, folder
  std::string flags = "";  ///< other flags that resuming needs, with a blank after them
};

/// The outcome of the run that is to be resumed, if it has come to its end and is not to be
/// extended, so that nothing is left to do. Throws Error if its options were others, or if other
/// files are in the folder.
std::optional<RunOutcome> known_outcome(const std::string& command, const RunFlags& flags,
                                        const Configuration& configuration);

/// Throws Error if the job, whose run in the folder has finished after `from` epochs, cannot be given
/// more of them.
void require_extendable(const Job& job, const std::string& folder, int64_t from);

/// A job's command, flags and configuration.
struct RunPlan {
  std::string command;
  const RunFlags& flags;
  const Configuration& configuration;
  Progress::Describe describe;  ///< turns an epoch's figures into text for the log
  const RunOptions& options;
  std::vector<std::string> remarks = {};          ///< logged at the start, except for empty ones
  std::map<std::string, std::string> files = {};  ///< written at the start: content by name
};

/// Drives the job in its run folder, which is made here. Errors in options or data must have been
/// reported before.
RunOutcome run_in_folder(Job& job, const RunPlan& plan);

/// Writes genotype.txt and pictures of its cells into the folder. If the pictures cannot be drawn
/// there is only a warning, because the run has cost too much to fail now.
void write_genotype(const Genotype& genotype, const std::string& folder);

/// Adds what the cells consist of to the summary, as "operations" (space/operation_counts.h).
void count_operations(const Genotype& genotype, nlohmann::json& summary);

/// Writes images.json, with what there is to note about the data set, unless it is null.
void write_images(const nlohmann::json& record, const std::string& folder);

void write_summary(const RunOutcome& outcome);

/// Ends the program with a nonzero code and a message, unless the run has finished.
void exit_unless_finished(const RunOutcome& outcome);

/// Writes summary.json, prints either it or the text for people, and ends the program with a
/// nonzero code unless the run has finished.
void report_outcome(const RunOutcome& outcome, const RunFlags& flags,
                    const std::string& for_people);

}  // namespace tetlo
