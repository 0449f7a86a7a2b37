// SPDX-License-Identifier: Apache-2.0
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "tetlo/space/nasbench101_cell.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kSpace = " \t\r\n";
constexpr const char* kOutput = "output";

/// Reads a text from its start, and reports errors with the column that it has reached.
class Parser {
 public:
  Parser(const std::string& text, std::string origin)
      : text_(text.substr(0, text.find_last_not_of(kSpace) + 1)),
        origin_(std::move(origin)),
        at_(std::min(text_.find_first_not_of(kSpace), text_.size())) {}

  Nasbench101Cell cell() {
    Nasbench101Cell cell;
    expect(take('|'), "|");
    for (std::string name; name != kOutput;) {
      name = operation();
      if (name != kOutput) cell.operations.push_back(name);
      cell.parents.push_back(parents(cell.parents.size() + 1));
    }
    expect(at_ == text_.size(), "the end of the cell");
    return cell;
  }

 private:
  /// Reads a name and the ~ after it.
  std::string operation() {
    const auto& known = nasbench101_operations();
    std::string name = text_.substr(at_, text_.find_first_of("~|", at_) - at_);
    expect(name == kOutput || std::find(known.begin(), known.end(), name) != known.end(),
           fmt::format("{} or {}", fmt::join(known, ", "), kOutput));
    at_ += name.size();
    expect(take('~'), "~");
    return name;
  }

  /// Reads the numbers of earlier vertices, in ascending order, and the | after them.
  std::vector<int> parents(size_t vertex) {
    std::vector<int> numbers;
    size_t minimum = 0;
    if (take('|')) return numbers;
    do {
      size_t number = vertex;
      const auto end = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number).ptr;
      expect(number >= minimum && number < vertex,
             fmt::format("a vertex before {}, in ascending order", vertex));
      at_ = static_cast<size_t>(end - text_.data());
      numbers.push_back(static_cast<int>(number));
      minimum = number + 1;
    } while (take(','));
    expect(take('|'), ", or |");
    return numbers;
  }

  bool take(char character) {
    const bool there = at_ < text_.size() && text_[at_] == character;
    if (there) ++at_;
    return there;
  }

  void expect(bool found, const std::string& expected) const {
    require(found, "{}, column {}: expected {}.", origin_, at_ + 1, expected);
  }

  std::string text_, origin_;
  size_t at_;
};

}  // namespace

Nasbench101Cell parse_nasbench101(const std::string& text, const std::string& origin) {
  return Parser(text, origin).cell();
}

}  // namespace tetlo
