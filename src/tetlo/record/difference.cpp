// SPDX-License-Identifier: Apache-2.0
#include "tetlo/record/difference.h"

#include <sstream>

#include "tetlo/util/error.h"

namespace tetlo {

std::string without_comments(const std::string& text) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('#')) result += line + "\n";
  }
  return result;
}

std::vector<Difference> differences(const std::string& now, const std::string& then) {
  std::istringstream now_lines(now), then_lines(then);
  std::vector<Difference> all;
  for (Difference at; std::getline(now_lines, at.ours) && std::getline(then_lines, at.theirs);) {
    if (at.ours.starts_with('[')) at.section = at.ours;
    if (at.ours != at.theirs) all.push_back(at);
  }
  return all;
}

void require_same(const std::string& now, const std::string& then, const std::string& folder) {
  for (const auto& [section, ours, theirs] : differences(now, then)) {
    fail(
        "The run in {} was started with {} {}, not {}; it can only be resumed with the same "
        "options.",
        folder, section, theirs, ours);
  }
  require(now == then,
          "The run in {} was started with other options; it can only be resumed with the same "
          "options.",
          folder);
}

}  // namespace tetlo
