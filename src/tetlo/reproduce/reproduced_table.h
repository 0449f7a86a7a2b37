// SPDX-License-Identifier: Apache-2.0
// A published table beside what runs have found: a table for each of its columns, and one of its
// claims.
#pragma once

#include <functional>
#include <vector>

#include "tetlo/compare/outcomes.h"
#include "tetlo/compare/result_table.h"
#include "tetlo/reproduce/published_table.h"

namespace tetlo {

/// A run of a row in a column: one search, and the training of what it has found.
struct MadeRun {
  const RunRecord* search = nullptr;
  const RunRecord* training = nullptr;  ///< null: not begun, or the row has none
};

/// The runs of a row in a column, one for each seed, that have begun and are not at work.
using RunsOf = std::function<std::vector<MadeRun>(const TableRow&, size_t column)>;

/// The value of the column's figure, in its unit; nothing if the run has not come to its end.
/// Throws Error if it has, and lacks the figure.
std::optional<double> value_of(const MadeRun& run, const TableColumn& column);

/// For each column every row, published and made again; then each claim with its verdict and the
/// t test of [Sheth2023, appendix R]. A claim that holds by the interval, which is of runs with
/// values, is not resolvable if runs failed and the exact test, in which these are the worst, does
/// not resolve it. `size` says of what size the runs are if it is not the paper's.
std::vector<ResultTable> reproduced_tables(const PublishedTable& table, const RunsOf& runs_of,
                                           const std::string& size = "");

}  // namespace tetlo
