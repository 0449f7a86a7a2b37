// SPDX-License-Identifier: Apache-2.0
// One line on the terminal, or a few, that are written again and again, to show progress. Without a
// terminal nothing is written.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tetlo {

/// Writes a text to standard error, whether or not anybody reads it.
void tell(const std::string& text);

class TerminalLine {
 public:
  TerminalLine();
  ~TerminalLine() { erase(); }
  TerminalLine(const TerminalLine&) = delete;
  TerminalLine& operator=(const TerminalLine&) = delete;

  /// Whether there is a terminal and the line has been there for a while, so that it may change.
  bool due() const;
  /// Shows the text in place of the one before. Its lines must fit into the terminal.
  void show(const std::string& text);
  void erase();

 private:
  bool terminal_;
  int64_t lines_ = 0;  ///< that are shown
  std::chrono::steady_clock::time_point shown_ = {};
};

}  // namespace tetlo
