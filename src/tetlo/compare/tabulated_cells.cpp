// SPDX-License-Identifier: Apache-2.0
#include "tetlo/compare/tabulated_cells.h"

#include <algorithm>

#include "tetlo/space/nasbench201_table.h"
#include "tetlo/statistics/midranks.h"
#include "tetlo/util/error.h"

namespace tetlo {

std::optional<size_t> TabulatedCells::find(const Genotype& cell) const {
  const std::string name = nasbench201_digits(cell);
  const auto found = std::lower_bound(digits.begin(), digits.end(), name);
  if (found == digits.end() || *found != name) return {};
  return static_cast<size_t>(found - digits.begin());
}

TabulatedCells tabulated_cells(const std::string& file, const std::string& column) {
  TabulatedCells cells{.file = file, .column = column};
  for (const auto& [digits, value] : Nasbench201Table(file).column(column)) {
    cells.digits.push_back(digits);
    cells.values.push_back(value);
  }
  require(!cells.values.empty(), "The table {} has no cells.", file);
  const auto n = static_cast<double>(cells.values.size());
  for (const int64_t doubled : midranks(cells.values).doubled) {
    // The midrank is W + (E + 1)/2.
    cells.percentiles.push_back(100 * static_cast<double>(doubled - 1) / (2 * n));
  }
  return cells;
}

}  // namespace tetlo
