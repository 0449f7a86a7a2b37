// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/terminal_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace tetlo {
namespace {

constexpr auto kWhile = std::chrono::milliseconds(200);

/// What takes the cursor to the beginning of so many lines, at whose end it is, and erases them.
std::string erasure(int64_t lines) {
  return (lines > 1 ? fmt::format("\x1b[{}A", lines - 1) : "") + "\r\x1b[J";
}

}  // namespace

void tell(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

TerminalLine::TerminalLine() : terminal_(isatty(fileno(stderr)) != 0) {}

bool TerminalLine::due() const {
  return terminal_ && std::chrono::steady_clock::now() - shown_ >= kWhile;
}

void TerminalLine::show(const std::string& text) {
  if (!terminal_) return;
  shown_ = std::chrono::steady_clock::now();
  fmt::print(stderr, "{}{}", erasure(lines_), text);
  std::fflush(stderr);
  lines_ = 1 + std::count(text.begin(), text.end(), '\n');
}

void TerminalLine::erase() {
  if (lines_ == 0) return;
  fmt::print(stderr, "{}", erasure(lines_));
  lines_ = 0;
}

}  // namespace tetlo
