// SPDX-License-Identifier: Apache-2.0
// Groups of runs that differ in their seeds only.
//
// A run is one search, or one training of what it found. The folder of a training has the options
// of that search where they are known (search.toml). Then they count, and the cells do not: cells
// that searches with other seeds have found are results of one and the same procedure. Of other
// trainings the cells count: runs of a group train the same ones.
//
// Checkable: trainings of what "darts" found with the seeds 1 and 2, of what "pc_darts" found, and
// of DARTS_V2 are three groups, "cells found with method.name = darts", "cells found with
// method.name = pc_darts" and "cells of DARTS_V2".
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tetlo/report/gather.h"

namespace tetlo {

struct Group {
  /// As few options with their values as tell it from all others; of trainings also whose cells.
  std::string name = {};
  std::vector<const RunRecord*> runs = {};
};

/// The groups in the order of their first runs. The runs must outlive them.
std::vector<Group> grouped(const std::vector<RunRecord>& runs);

/// The options in which two runs of the same command differ; "search: section.option" for those of
/// the searches that found their cells. Those that only one of two has belong to something that
/// only it has chosen, and that choice is an option that both have.
std::set<std::string> differing_options(const RunRecord& first, const RunRecord& second);

}  // namespace tetlo
