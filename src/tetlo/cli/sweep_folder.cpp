// SPDX-License-Identifier: Apache-2.0
#include "tetlo/cli/sweep_folder.h"

#include <algorithm>
#include <filesystem>

#include "tetlo/record/run_folder.h"
#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string list_of(const std::string& folder) { return folder + "/sweep.json"; }

SweepRun run_in(const json& item) {
  return {.name = item.at("folder"),
          .combination = item.at("combination"),
          .arguments = item.at("arguments"),
          .threads = item.at("threads")};
}

json item_of(const SweepRun& run) {
  return {{"folder", run.name},
          {"combination", run.combination},
          {"arguments", run.arguments},
          {"threads", run.threads}};
}

}  // namespace

Sweep read_sweep(const std::string& folder) {
  Sweep sweep{.folder = folder, .working_folder = fs::current_path().string()};
  if (!fs::exists(folder)) return sweep;
  require(fs::is_directory(folder), "--out is {}, which is a file; it must be a folder.", folder);
  if (!fs::exists(list_of(folder))) {
    require(is_unused(folder, "sweep.json"),
            "The folder {} is not empty and has no sweep; choose another --out.", folder);
    return sweep;
  }
  try {
    const json list = json::parse(read_file(list_of(folder)));
    sweep.working_folder = list.at("working_folder");
    for (const json& item : list.at("runs")) sweep.runs.push_back(run_in(item));
  } catch (const json::exception&) {
    fail("{} is damaged: it does not list the runs of a sweep.", list_of(folder));
  }
  return sweep;
}

void require_made_here(const Sweep& sweep) {
  require(sweep.working_folder == fs::current_path().string(),
          "The sweep in {} was made in the folder {} and goes on only there.", sweep.folder,
          sweep.working_folder);
}

void add_runs(Sweep& sweep, const std::vector<SweepRun>& runs) {
  for (const SweepRun& run : runs) {
    const auto same = [&](const SweepRun& other) { return other.name == run.name; };
    const auto known = std::find_if(sweep.runs.begin(), sweep.runs.end(), same);
    if (known == sweep.runs.end()) {
      sweep.runs.push_back(run);
    } else {
      *known = run;
    }
  }
}

void write_sweep(const Sweep& sweep, const std::string& program) {
  json runs = json::array();
  for (const SweepRun& run : sweep.runs) runs.push_back(item_of(run));
  const json list{{"working_folder", sweep.working_folder}, {"runs", runs}};
  write_file(list_of(sweep.folder), list.dump(2) + "\n");
  std::error_code error;
  fs::create_directories(sweep.folder + "/logs", error);
  require(!error, "The folder {}/logs cannot be created: {}.", sweep.folder, error.message());
  write_file(sweep.folder + "/commands.txt", commands_text(sweep, program));
  write_file(sweep.folder + "/array.sbatch", array_text(sweep));
}

HeldSweep hold_sweep(const std::string& folder, const std::vector<SweepRun>& runs,
                     const std::string& program) {
  std::error_code error;
  fs::create_directories(folder, error);
  require(!error, "The folder {} cannot be created: {}.", folder, error.message());
  HeldSweep held{FolderLock(folder), {}};
  held.sweep = read_sweep(folder);  // another process may have added runs before
  require_made_here(held.sweep);
  add_runs(held.sweep, runs);
  write_sweep(held.sweep, program);
  return held;
}

}  // namespace tetlo
