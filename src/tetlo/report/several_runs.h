// SPDX-License-Identifier: Apache-2.0
// The page of several runs: what each of them is, curves and α of groups of runs that
// differ in seeds only, and the cells side by side.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/gather.h"

namespace tetlo {

/// The content of the page's body. `comparison` is HTML with the tables of a comparison.
std::string several_runs(const std::vector<RunRecord>& runs, const std::string& comparison);

}  // namespace tetlo
