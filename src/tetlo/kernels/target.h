// SPDX-License-Identifier: Apache-2.0
// The instruction set whose vectors the kernels use on this processor.
#pragma once

#include <string>

namespace tetlo::kernels {

/// Its name in Highway, such as "AVX2" or "AVX3", which stands for AVX-512.
std::string vector_target();

}  // namespace tetlo::kernels
