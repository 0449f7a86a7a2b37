// SPDX-License-Identifier: Apache-2.0
// One line on the terminal that is written again and again, to show progress. Without a terminal
// nothing is written.
#pragma once

#include <chrono>
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
  void show(const std::string& text);
  void erase();

 private:
  bool terminal_;
  bool empty_ = true;
  std::chrono::steady_clock::time_point shown_ = {};
};

}  // namespace tetlo
