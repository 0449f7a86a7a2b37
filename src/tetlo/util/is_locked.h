// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tetlo {

/// Whether a process holds the FolderLock of a folder, as a run does that is still active in it; no
/// for a folder that never had one. The question itself takes no lock. Throws Error if it cannot be
/// answered.
bool is_locked(const std::string& folder);

}  // namespace tetlo
