// SPDX-License-Identifier: Apache-2.0
#include "tetlo/util/terminal_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace tetlo {
namespace {

constexpr const char* kEraseLine = "\r\x1b[K";
constexpr auto kWhile = std::chrono::milliseconds(200);

}  // namespace

void tell(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stderr); }

TerminalLine::TerminalLine() : terminal_(isatty(fileno(stderr)) != 0) {}

bool TerminalLine::due() const {
  return terminal_ && std::chrono::steady_clock::now() - shown_ >= kWhile;
}

void TerminalLine::show(const std::string& text) {
  if (!terminal_) return;
  shown_ = std::chrono::steady_clock::now();
  fmt::print(stderr, "{}{}", kEraseLine, text);
  std::fflush(stderr);
  empty_ = false;
}

void TerminalLine::erase() {
  if (empty_) return;
  fmt::print(stderr, kEraseLine);
  empty_ = true;
}

}  // namespace tetlo
