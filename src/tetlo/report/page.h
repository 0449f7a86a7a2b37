// SPDX-License-Identifier: Apache-2.0
// A page about runs: one HTML file that needs nothing from elsewhere and asks for nothing.
//
// Of one run it shows what happened epoch by epoch: losses and accuracies, the cells, what α says of
// every edge, how far the search has decided, what the cells lose against the supernet, and what it
// cost. Of several runs it shows how they compare, curves and α as medians of runs that differ in
// their seeds only, and the cells that each has found.
//
// Checkable: the page of a search of 50 epochs in the darts space is smaller than 500 kB.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/gather.h"

namespace tetlo {

struct PageOptions {
  bool reloads = false;  ///< whether the page loads itself anew, because it will be rewritten
  std::string comparison = {};  ///< HTML with tables that compare several runs; empty: none
};

/// The whole file. There must be at least one run.
std::string page(const std::vector<RunRecord>& runs, const PageOptions& options = {});

}  // namespace tetlo
