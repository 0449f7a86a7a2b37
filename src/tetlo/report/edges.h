// SPDX-License-Identifier: Apache-2.0
// α edge by edge: the probability of every candidate, epoch by epoch.
#pragma once

#include <string>

#include "tetlo/report/gather.h"

namespace tetlo {

/// The part of the page; "" if the run has no α on record.
std::string edges_part(const RunRecord& run);

}  // namespace tetlo
