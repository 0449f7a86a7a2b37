// SPDX-License-Identifier: Apache-2.0
// What is shown of a comparison: every run and its value, each arm, and each arm against the
// control, in this order, so that the values are seen before any p.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tetlo/compare/comparison.h"
#include "tetlo/compare/outcomes.h"
#include "tetlo/compare/result_table.h"

namespace tetlo {

struct ComparedRuns {
  Measure measure = {};
  std::vector<Arm> arms = {};
  size_t control = 0;
  std::vector<const RunRecord*> left_out = {};
};

/// Every option in which the configurations of any two arms differ.
std::set<std::string> differing_options(const std::vector<Arm>& arms);

/// The tables "runs" and "groups" and, if there are several arms, "differences" before and
/// "comparisons" behind them.
std::vector<ResultTable> comparison_tables(const ComparedRuns& compared);

}  // namespace tetlo
