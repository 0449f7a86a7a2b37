// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/run_folders.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "tetlo/util/error.h"
#include "tetlo/util/file.h"

namespace tetlo {
namespace {

bool is_run(const std::string& folder) { return is_regular_file(folder + "/config.toml"); }

std::vector<std::string> runs_in(const std::string& folder) {
  std::vector<std::string> runs;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (is_run(entry.path().string())) runs.push_back(entry.path().string());
  }
  require(!runs.empty(), "{} is no run folder, and there is none directly in it.", folder);
  std::sort(runs.begin(), runs.end());
  return runs;
}

}  // namespace

std::vector<std::string> run_folders(const std::vector<std::string>& given) {
  std::vector<std::string> runs;
  for (const std::string& folder : given) {
    const auto meant = is_run(folder) ? std::vector<std::string>{folder} : runs_in(folder);
    runs.insert(runs.end(), meant.begin(), meant.end());
  }
  std::set<std::filesystem::path> seen;
  for (const std::string& run : runs) {
    const bool is_new = seen.insert(std::filesystem::weakly_canonical(run)).second;
    require(is_new, "The run {} is named twice.", run);
  }
  return runs;
}

}  // namespace tetlo
