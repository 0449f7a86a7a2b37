// SPDX-License-Identifier: Apache-2.0
// The table of a benchmark by which runs can be judged, whether they were made with it or not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/compare/outcomes.h"
#include "tetlo/compare/tabulated_cells.h"

namespace tetlo {

/// The cells by which runs can be judged. The file is the stated one or, if that is "", the first
/// search.table of the runs that is here; the column is that of a figure "table.COLUMN", otherwise
/// the benchmark's test accuracy. Nothing if no file is stated, and none is here or some run is not
/// a search in the space nasbench201; if a file is stated, such a run is an Error.
std::optional<TabulatedCells> cells_that_judge(const std::vector<RunRecord>& runs,
                                               const std::string& file, const std::string& figure);

/// The found cell's value, looked up. A run whose cell the table lacks is an Error.
Measure value_in(const TabulatedCells& cells);

}  // namespace tetlo
