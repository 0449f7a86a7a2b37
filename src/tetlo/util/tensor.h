// SPDX-License-Identifier: Apache-2.0
// The tensor type, and the one place for differences between LibTorch versions (>= 1.13).
#pragma once

#include <torch/torch.h>

namespace tetlo {

using torch::Tensor;

}  // namespace tetlo
