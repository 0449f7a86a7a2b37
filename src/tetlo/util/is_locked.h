// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tetlo {

/// Whether a process holds the FolderLock of a folder, as a run does that is still active in it.
/// The question itself takes the lock for an instant, in a way that does not exclude others who
/// ask. Throws Error if the folder cannot be opened.
bool is_locked(const std::string& folder);

}  // namespace tetlo
