// SPDX-License-Identifier: Apache-2.0
// The style sheet of a page: light and dark by the reader's preference, light on paper, one column
// on a telephone.
#pragma once

#include <string>

namespace tetlo {

std::string style_sheet();

}  // namespace tetlo
