// SPDX-License-Identifier: Apache-2.0
// Reads a text in the notation of Python's values token by token, and reports errors with the line
// and column, counted from 1, in characters. White space and comments after # may separate any two
// tokens.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace tetlo {

/// A value and its place in the text, so that rules that are checked later can still point at it.
template <typename T>
struct Placed {
  T value;
  size_t position;
};

template <typename T>
struct List {
  std::vector<Placed<T>> items;
  size_t position;
};

/// Functions that read a certain token throw Error if another one follows. Their argument `thing`
/// stands for what was expected.
class TextReader {
 public:
  /// `NAME =` before a value is passed over. `origin` names the source of the text in error messages.
  TextReader(const std::string& text, std::string origin);

  /// The place where the next token starts.
  size_t position();
  bool at_end();
  /// Reads this character if it is the next token.
  bool accept(char c);
  void expect(char c);
  /// Whether a list or a tuple starts here.
  bool at_opening();
  /// Reads the opening bracket of a list or a tuple if it is the next token.
  bool accept_opening();
  /// Reads the opening bracket of a list or a tuple and returns the bracket that closes it.
  char expect_opening(const std::string& thing);
  /// Reads items separated by commas, each by a call of `read_item`, and the closing bracket after
  /// them. Returns the place of that bracket.
  template <typename ReadItem>
  size_t items(char close, const ReadItem& read_item) {
    while (!accept(close)) {
      read_item();
      if (accept(',')) continue;
      expect(close);
      break;
    }
    return at_ - 1;
  }
  /// Reads a word of letters, digits and underscores; empty if the next token is not a word.
  std::string word();
  /// Whether a quoted text starts here.
  bool at_quote();
  std::string quoted(const std::string& thing);
  /// Reads a whole number of at most four digits.
  int number(const std::string& thing);
  /// Passes over a quoted text, a number, a word such as True, or a number in the brackets of its
  /// type, such as np.float32(0.5).
  void skip_scalar(const std::string& thing);

  /// Fails with a sentence about what starts at `position`.
  [[noreturn]] void fail_at(size_t position, const std::string& sentence) const;
  /// Fails because what starts at `position` is not what was expected.
  [[noreturn]] void fail_found(size_t position, const std::string& found,
                               const std::string& expected) const;
  /// Fails at the next token, which is not what was expected.
  [[noreturn]] void fail_expecting(const std::string& expected);

 private:
  std::string text_;
  std::string origin_;
  size_t at_ = 0;
};

}  // namespace tetlo
