// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/autodl_structure.h"

#include <algorithm>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr const char* kBlank = " \t\r\n";
const std::string kHead = "Structure(4 nodes with ";

size_t start_of(const std::string& text) {
  return std::min(text.find_first_not_of(kBlank), text.size());
}

}  // namespace

std::string autodl_structure_text(const Nasbench201Cell& cell) { return kHead + cell.text() + ")"; }

bool is_autodl_structure(const std::string& text) {
  const std::string name = kHead.substr(0, kHead.find('(') + 1);
  return text.compare(start_of(text), name.size(), name) == 0;
}

Nasbench201Cell parse_autodl_structure(const std::string& text, const std::string& origin) {
  const size_t start = start_of(text), cell = start + kHead.size();
  require(text.compare(start, kHead.size(), kHead) == 0, "{}, column {}: expected {}|….", origin,
          start + 1, kHead);
  const size_t last = text.find_last_not_of(kBlank);
  require(text[last] == ')', "{}, column {}: expected a closing bracket.", origin, last + 2);
  // With blanks in place of what precedes it, the cell keeps its columns.
  return parse_nasbench201(std::string(cell, ' ') + text.substr(cell, last - cell), origin);
}

}  // namespace tetlo
