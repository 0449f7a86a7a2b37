// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/text_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)); }

}  // namespace

TextReader::TextReader(const std::string& text, std::string origin)
    : text_(text), origin_(std::move(origin)) {
  while (!text_.empty() && is_space(text_.back())) text_.pop_back();
  if (word().empty() || !accept('=')) at_ = 0;
}

size_t TextReader::position() {
  while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '#')) {
    at_ = text_[at_] == '#' ? std::min(text_.find('\n', at_), text_.size()) : at_ + 1;
  }
  return at_;
}

bool TextReader::at_end() { return position() == text_.size(); }

bool TextReader::accept(char c) {
  if (at_end() || text_[at_] != c) return false;
  ++at_;
  return true;
}

void TextReader::expect(char c) {
  if (!accept(c)) fail_expecting(fmt::format("\"{}\"", c));
}

bool TextReader::at_opening() { return !at_end() && (text_[at_] == '[' || text_[at_] == '('); }

bool TextReader::accept_opening() {
  if (!at_opening()) return false;
  ++at_;
  return true;
}

char TextReader::expect_opening(const std::string& thing) {
  if (!at_opening()) fail_expecting(thing);
  return text_[at_++] == '[' ? ']' : ')';
}

std::string TextReader::word() {
  const size_t start = position();
  while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

bool TextReader::at_quote() { return !at_end() && (text_[at_] == '\'' || text_[at_] == '"'); }

std::string TextReader::quoted(const std::string& thing) {
  const size_t start = position();
  if (!at_quote()) fail_expecting(thing);
  const size_t end = text_.find_first_of(std::string{text_[start], '\n'}, start + 1);
  if (end == std::string::npos || text_[end] == '\n') {
    fail_at(start, "a name starts here but its closing quote is missing.");
  }
  at_ = end + 1;
  return text_.substr(start + 1, end - start - 1);
}

int TextReader::number(const std::string& thing) {
  const size_t start = position();
  const bool negative = accept('-');
  const size_t digits = at_;
  while (at_ < text_.size() && is_word(text_[at_])) ++at_;
  const std::string written = text_.substr(digits, at_ - digits);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (written.empty() || !std::all_of(written.begin(), written.end(), is_digit)) {
    at_ = start;
    fail_expecting(thing);
  }
  if (written.size() > 4)
    fail_at(start, fmt::format("{} is too large a number.", excerpt(written)));
  return negative ? -std::stoi(written) : std::stoi(written);
}

void TextReader::skip_scalar(const std::string& thing) {
  if (at_quote()) {
    quoted(thing);
    return;
  }
  const auto skip = [&] {
    const auto belongs = [](char c) { return is_word(c) || c == '.' || c == '+' || c == '-'; };
    const size_t start = position();
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    if (at_ == start) fail_expecting(thing);
  };
  skip();
  if (!accept('(')) return;
  skip();
  expect(')');
}

void TextReader::fail_at(size_t position, const std::string& sentence) const {
  const std::string before = text_.substr(0, position);
  const size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  const auto column =
      1 + std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line_start), before.end(),
                        [](char c) { return !continues_character(c); });
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const bool one_line = text_.find('\n') == std::string::npos;
  fail("{}, {}column {}: {}", origin_, one_line ? "" : fmt::format("line {}, ", line), column,
       sentence);
}

void TextReader::fail_found(size_t position, const std::string& found,
                            const std::string& expected) const {
  fail_at(position, fmt::format("found '{}' where {} was expected.", excerpt(found), expected));
}

void TextReader::fail_expecting(const std::string& expected) {
  const size_t start = position();
  if (at_end()) {
    fail_at(start, fmt::format("found the end of the text where {} was expected.", expected));
  }
  std::string found = word();
  if (found.empty()) {
    size_t end = start + 1;
    while (end < text_.size() && continues_character(text_[end])) ++end;
    found = text_.substr(start, end - start);
  }
  fail_found(start, found, expected);
}

}  // namespace tetlo
