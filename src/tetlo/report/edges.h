// SPDX-License-Identifier: Apache-2.0
// α edge by edge: the probability of every candidate, epoch by epoch.
#pragma once

#include <string>
#include <vector>

#include "tetlo/report/groups.h"

namespace tetlo {

/// The part of the page, with pictures of each group; "" if no run has α on record.
std::string edges_part(const std::vector<Group>& groups);

}  // namespace tetlo
