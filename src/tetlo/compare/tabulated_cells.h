// SPDX-License-Identifier: Apache-2.0
// All cells of NAS-Bench-201 [Dong2020] in the order of one column of its table, and the place of
// each in that order.
//
//   percentile of a cell = 100 (W + E/2) / N
//
// Of the N cells in the table, W have a lower value than the cell, and E have the same, the cell
// itself among them. The mean of all percentiles is therefore exactly 50.
//
// Checkable: of four cells with 10, 20, 20 and 30, the best is at 87.5, and those with 20 are at 50.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/space/genotype.h"

namespace tetlo {

struct TabulatedCells {
  std::string file = {}, column = {};
  std::vector<std::string> digits = {};  ///< the cells, as the table names them, in order
  std::vector<double> values = {};       ///< of each in the column; higher is better
  std::vector<double> percentiles = {};

  /// The cell's place in these lists; nothing if the table does not have it. Throws Error if the
  /// genotype is not a cell of NAS-Bench-201.
  std::optional<size_t> find(const Genotype& cell) const;
};

/// Throws Error if the file is missing, malformed, empty or without this column.
TabulatedCells tabulated_cells(const std::string& file, const std::string& column);

}  // namespace tetlo
