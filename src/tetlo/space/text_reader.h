// SPDX-License-Identifier: Apache-2.0
// Reads a text in the notation of Python's values token by token, and reports errors with the line
// and column, counted from 1, in characters. White space may separate any two tokens.
#pragma once

#include <cstddef>
#include <string>

namespace tetlo {

/// Functions that read a certain token throw Error if another one follows. Their argument `thing`
/// stands for what was expected.
class TextReader {
 public:
  /// `origin` names the source of the text in error messages.
  TextReader(const std::string& text, std::string origin);

  /// The place where the next token starts.
  size_t position();
  bool at_end();
  /// Reads this character if it is the next token.
  bool accept(char c);
  void expect(char c);
  /// Reads the opening bracket of a list or a tuple and returns the bracket that closes it.
  char expect_opening(const std::string& thing);
  /// Reads a word of letters, digits and underscores; empty if the next token is not a word.
  std::string word();
  std::string quoted(const std::string& thing);
  /// Reads a whole number of at most four digits.
  int number(const std::string& thing);

  [[noreturn]] void fail_at(size_t position, const std::string& sentence) const;
  /// Fails at the next token, which is not what was expected.
  [[noreturn]] void fail_expecting(const std::string& expected);

 private:
  std::string text_;
  std::string origin_;
  size_t at_ = 0;
};

}  // namespace tetlo
