// SPDX-License-Identifier: Apache-2.0
// With what a result was computed.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace tetlo {

/// What `tetlo --version` prints, three lines: the program's version; LibTorch's and its CUDA's; the vectors that the kernels use.
std::string version();

/// The same for a summary, with the processor, its cores and the threads that are used.
nlohmann::json machine();

}  // namespace tetlo
