// SPDX-License-Identifier: Apache-2.0
// What differs between the options of a run and those with which it is to be resumed.
#pragma once

#include <string>
#include <vector>

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

}  // namespace tetlo
