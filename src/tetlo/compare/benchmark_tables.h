// SPDX-License-Identifier: Apache-2.0
// Searches compared by what a benchmark knows about all cells: further looks beside the comparison
// that was named beforehand.
#pragma once

#include <vector>

#include "tetlo/compare/outcomes.h"
#include "tetlo/compare/result_table.h"
#include "tetlo/compare/tabulated_cells.h"

namespace tetlo {

/// The tables "benchmark_runs", "benchmark_groups" and, if there are several arms,
/// "benchmark_comparisons".
std::vector<ResultTable> benchmark_tables(const std::vector<Arm>& arms, size_t control,
                                          const TabulatedCells& cells);

}  // namespace tetlo
