// SPDX-License-Identifier: Apache-2.0
// The cells of NAS-Bench-201 as α at the end of a search weighs them: a cell is as probable as its
// operations are together, edge by edge.
//
//   P(cell) ∝ Π_e p_e(operation of the cell on edge e)
//
// It is proportional because the record has six digits of each p, and because a table may lack
// cells. What follows from P is an exact function of α, and says more of it than the one cell in
// which its largest weights meet:
//
//   expected percentile = Σ P(cell) · percentile(cell), over all cells of the table
//   agreement           = Kendall's τ-b of P and the cells' values, which is that of log P too,
//                         because it depends on nothing but the order
//
// A uniform α has neither. Its expected percentile would be 50, whatever the run: as a constant it is
// no sample, and a test would take it for the result of many runs that agree.
//
// Checkable: an α that is certain of one cell has the percentile of that cell.
#pragma once

#include <optional>
#include <vector>

#include "tetlo/compare/tabulated_cells.h"
#include "tetlo/report/gather.h"

namespace tetlo {

/// The probabilities of the operations on each edge, both in the order of the space nasbench201.
using EdgeProbabilities = std::vector<std::vector<double>>;

/// Those of the run's last epoch; nothing if they are not on record. Candidates that the search has
/// dropped have 0.
std::optional<EdgeProbabilities> last_probabilities(const RunRecord& run);

/// In proportion to P, for each cell of the table. Cells with the same factors have exactly the
/// same value, whatever the order of their edges.
std::vector<double> cell_weights(const EdgeProbabilities& alpha, const TabulatedCells& cells);

/// Nothing if all cells of the table are equally probable, or impossible.
std::optional<double> expected_percentile(const std::vector<double>& weights,
                                          const TabulatedCells& cells);

}  // namespace tetlo
