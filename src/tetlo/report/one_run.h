// SPDX-License-Identifier: Apache-2.0
// The page of one search or training.
#pragma once

#include <string>

#include "tetlo/report/gather.h"

namespace tetlo {

/// The content of the page's body.
std::string one_run(const RunRecord& run);

}  // namespace tetlo
