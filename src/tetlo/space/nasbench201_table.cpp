// SPDX-License-Identifier: Apache-2.0
#include "tetlo/space/nasbench201_table.h"

#include <algorithm>

#include "tetlo/space/space.h"
#include "tetlo/util/error.h"
#include "tetlo/util/text.h"

namespace tetlo {
namespace {

const std::vector<std::string>& operations() { return find_space("nasbench201").normal.front(); }

bool are_digits(const std::string& text) {
  return text.size() == 6 && text.find_first_not_of("01234") == std::string::npos;
}

}  // namespace

std::string nasbench201_digits(const Genotype& genotype) {
  const auto* cell = std::get_if<Nasbench201Cell>(&genotype);
  require(cell != nullptr, "The genotype {} is not a cell of nasbench201.",
          excerpt(to_string(genotype)));
  std::string digits;
  for (const std::string& operation : cell->operations) {
    const auto place = std::find(operations().begin(), operations().end(), operation);
    digits += static_cast<char>('0' + (place - operations().begin()));
  }
  return digits;
}

Nasbench201Cell nasbench201_cell(const std::string& digits) {
  std::vector<std::string> chosen;
  for (const char digit : digits) {
    require(digit >= '0' && digit <= '4', "The cell \"{}\" has \"{}\"; digits must be from 0 to 4.",
            excerpt(digits), digit);
    chosen.push_back(operations()[static_cast<size_t>(digit - '0')]);
  }
  return nasbench201_cell(chosen);
}

Nasbench201Table::Nasbench201Table(const std::string& file)
    : table_(file, {.key = "ops", .text = {}, .is_key = are_digits}) {}

std::map<std::string, double> Nasbench201Table::at(const Genotype& cell) const {
  const auto values = table_.find(nasbench201_digits(cell));
  require(values.has_value(), "The table {} has no line for the cell {}.", table_.file(),
          excerpt(to_string(cell)));
  return *values;
}

}  // namespace tetlo
