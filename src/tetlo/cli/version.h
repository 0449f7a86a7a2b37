// SPDX-License-Identifier: Apache-2.0
// What `tetlo --version` prints.
#pragma once

#include <string>

namespace tetlo {

/// Three lines: the program's version; LibTorch's and its CUDA's; the vectors that the kernels use.
std::string version();

}  // namespace tetlo
