// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sub_runs.h"

#include <spdlog/spdlog.h>

#include <filesystem>

#include "tetlo/record/run_folder.h"
#include "tetlo/util/file.h"

namespace tetlo {

bool has_begun(const std::string& folder) {
  return std::filesystem::exists(folder + "/config.toml");
}

RunFlags flags_in(const std::string& folder, bool resume) {
  RunFlags flags;
  flags.out = folder;
  flags.resume = resume;
  return flags;
}

const RunOutcome& not_interrupted(const RunOutcome& outcome, const WholeRun& whole) {
  RunOutcome of_all = outcome;
  of_all.folder = whole.folder;
  of_all.flags = whole.flags + " ";
  if (is_stop_request(outcome.stop_reason)) exit_unless_finished(of_all);
  return outcome;
}

void say(const std::string& folder, const std::string& sentence) {
  log_to(folder);
  spdlog::info(sentence);
}

}  // namespace tetlo
