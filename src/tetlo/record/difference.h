// SPDX-License-Identifier: Apache-2.0
// What differs between the options of a run and those with which it is to be resumed.
#pragma once

#include <string>
#include <vector>

#include "tetlo/options/configuration.h"

namespace tetlo {

/// The text of a configuration without its header.
std::string without_comments(const std::string& text);

/// A line in which two configurations differ, and the section in which it is.
struct Difference {
  std::string section, ours, theirs;
};

std::vector<Difference> differences(const std::string& now, const std::string& then);

/// Throws an Error that quotes the first line in which the configurations, both without a header,
/// differ; `folder` is that of the run.
void require_same(const std::string& now, const std::string& then, const std::string& folder);

/// Throws Error if there is a run in the folder that `section`, its command, could not resume with
/// these options: they are others, or there are files but no run. Nothing is written.
void require_resumable(const std::string& folder, const Configuration& configuration,
                       const std::string& section);

}  // namespace tetlo
