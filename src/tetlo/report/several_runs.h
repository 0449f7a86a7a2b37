// SPDX-License-Identifier: Apache-2.0
// The page of several runs: what each of them is, curves of groups that differ in seeds only, and
// the cells side by side.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/gather.h"

namespace tetlo {

/// The content of the page's body. `comparison` is HTML that stands below the table of runs.
std::string several_runs(const std::vector<RunRecord>& runs, const std::string& comparison);

/// The mean of equally long or shorter series, epoch by epoch, over those that have a value there,
/// and the lowest and the highest value.
struct Spread {
  std::vector<double> mean, low, high;
};
Spread spread_of(const std::vector<std::vector<double>>& series);

}  // namespace tetlo
