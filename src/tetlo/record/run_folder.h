// SPDX-License-Identifier: Apache-2.0
// The folder of a run: chooses its name, checks that it may be used, and writes its first files.
//
//   config.toml      every option as resolved, with the program's version and the seed
//   metrics.jsonl    one object per epoch           genotypes.jsonl  one genotype per epoch
//   times.jsonl      the seconds spent by the end of each epoch
//   checkpoint.safetensors, checkpoint-before.safetensors           the last two checkpoints
//   search.toml      config.toml of the search that found the cells of a training, if it is known
//   progress.json    log.txt    genotype.txt    normal.svg    reduce.svg    summary.json    lock
//
// Nothing in it is read or written without its lock.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "tetlo/options/configuration.h"
#include "tetlo/record/checkpoint.h"
#include "tetlo/util/file.h"

namespace tetlo {

/// The name of a folder that does not exist yet: runs/NAME or, if that exists, runs/NAME-2, ….
std::string free_run_folder(const std::string& name);

/// Whether a folder holds nothing but what is left by a process that was killed before it had
/// written its first file: the lock, and a part of that file.
bool is_unused(const std::string& folder, const std::string& first_file);

/// Throws Error if there are files in the folder that are not those of the run that is asked for.
void refuse_other_files(const std::string& folder, bool resume);

struct OpenedRun {
  FolderLock lock;
  Checkpoint start;  ///< from which to continue
};

/// Prepares the folder for a run. For a new run, which is also the one to resume in a folder that is
/// empty or does not exist, this writes config.toml with `header` on top. A new run, and one that
/// was stopped before its first checkpoint, start at the beginning. Throws Error if the run is
/// active, if the folder of a new run is not empty, or if the folder to resume has something else
/// or a run with other options.
OpenedRun open_run_folder(const std::string& folder, bool resume,
                          const Configuration& configuration, const std::string& header);

/// The summary of the run in the folder, if it has come to its end.
std::optional<nlohmann::json> summary_at_end(const std::string& folder);

/// What the summary of a run that has diverged says to its user.
std::string divergence_sentence(const nlohmann::json& summary);

/// If the run in the folder has finished and `configuration` differs from its own only in that
/// `section` has more epochs, the number that it had.
std::optional<int64_t> extendable_from(const std::string& folder,
                                       const Configuration& configuration,
                                       const std::string& section);

/// Throws Error if there is a run in the folder that `section`, its command, could not resume with
/// these options: they are others, or there are files but no run. Nothing is written.
void require_resumable(const std::string& folder, const Configuration& configuration,
                       const std::string& section);

/// Gives that run the new number of epochs. It must be active nowhere.
void extend(const std::string& folder, const Configuration& configuration,
            const std::string& header, int64_t from);

/// From then on, log messages go to standard error and are appended to log.txt in the folder.
void log_to(const std::string& folder);

}  // namespace tetlo
