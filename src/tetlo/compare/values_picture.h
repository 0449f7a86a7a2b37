// SPDX-License-Identifier: Apache-2.0
// The values of all runs of a comparison as a picture for a page of report/.
#pragma once

#include <string>

#include "tetlo/compare/comparison_tables.h"

namespace tetlo {

/// A legend of the arms and a dot for each run that has a value; "" if none has one.
std::string values_picture(const ComparedRuns& compared);

}  // namespace tetlo
