// SPDX-License-Identifier: Apache-2.0
// Runs that differ in their seeds only, epoch by epoch, as one curve with a band: the median and the
// quartiles (statistics/quantile.h) of the runs that have a value there.
//
// Checkable: 1, 2, 3 and 10 have the median 2.5 and the quartiles 1.75 and 4.75.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/plot.h"

namespace tetlo {

/// One value of each run, epoch by epoch; some end before others.
using SeriesOfRuns = std::vector<std::vector<double>>;

/// A curve with this name and look. That of a single run has no band.
Curve median_curve(const std::string& name, const std::string& look, const SeriesOfRuns& series);

}  // namespace tetlo
