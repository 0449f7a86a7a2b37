// SPDX-License-Identifier: Apache-2.0
// What a benchmark that knows all cells tells of one search.
#pragma once

#include <cstdint>
#include <optional>

#include "tetlo/compare/tabulated_cells.h"
#include "tetlo/report/gather.h"
#include "tetlo/statistics/kendall.h"

namespace tetlo {

/// The best cell of the epochs on record, chosen by the benchmark itself, as no search can.
struct Oracle {
  double value = 0;
  int64_t epoch = 0;  ///< the first that has it, as metrics.jsonl counts them
};

/// Nothing in any of these if the search has not ended or does not tell; of a uniform α, nothing in
/// those that are under α.
struct CellFigures {
  std::optional<double> percentile = {};           ///< of the found cell
  std::optional<double> expected_percentile = {};  ///< under the last α
  /// Between the last α and the cells' values. Its interval takes the cells for a sample.
  std::optional<Kendall> tau = {};
  std::optional<Oracle> oracle = {};
};

CellFigures cell_figures(const RunRecord& run, const TabulatedCells& cells);

}  // namespace tetlo
