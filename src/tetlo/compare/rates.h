// SPDX-License-Identifier: Apache-2.0
// How often runs fail, or find cells that an average accuracy hides:
//
//   diverged      of all runs
//   not finished  of all runs; those that are at work are left out everywhere
//   collapsed     of the runs whose cells have operations on edges: at least the stated share of
//                 those that the normal cell keeps, all but none, are skip connections
//   no path       of the runs with cells of NAS-Bench-201: only none lies between the cell's input
//                 and its output
//   degenerate    of the searches with a table and enough epochs: [Sheth2023, appendix G]
//
// Of trainings the cells count if a search on record has found them, once for each search.
//
// Each is compared with the control's rate by Fisher's exact test and Newcombe's interval.
//
// Checkable: two skips, two none and two convolutions are a share of skips of 1/2.
#pragma once

#include <optional>
#include <vector>

#include "tetlo/compare/outcomes.h"
#include "tetlo/compare/result_table.h"
#include "tetlo/space/genotype.h"

namespace tetlo {

/// The share of skip connections among the operations that the normal cell keeps. Nothing if the
/// cell has no operations on edges; 0 if it keeps none.
std::optional<double> share_of_skips(const Genotype& genotype);

/// Whether operations other than none lead from the cell's input to its output; nothing if it is
/// not a cell of NAS-Bench-201, because cells of other families always have such a path.
std::optional<bool> has_path(const Genotype& genotype);

/// Whether the search got worse towards its end; nothing if the run's table does not tell.
std::optional<bool> is_degenerate(const RunRecord& run);

/// The tables "rates" and, if there are several arms, "rate_differences". A rate of which no run
/// can tell is left out. `collapsed_at` is the share of skips of a collapsed cell.
std::vector<ResultTable> rate_tables(const std::vector<Arm>& arms, size_t control,
                                     double collapsed_at);

}  // namespace tetlo
