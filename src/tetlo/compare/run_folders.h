// SPDX-License-Identifier: Apache-2.0
// Which runs are meant by folders that a user names: a run folder is itself, and another folder
// stands for the run folders directly in it, in the order of their names.
#pragma once

#include <string>
#include <vector>

namespace tetlo {

/// Throws Error if a folder is neither, or if a run is meant twice.
std::vector<std::string> run_folders(const std::vector<std::string>& given);

}  // namespace tetlo
