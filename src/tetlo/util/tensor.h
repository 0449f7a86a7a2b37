// SPDX-License-Identifier: Apache-2.0
// The tensor type, and the one place for differences between LibTorch versions (>= 1.13).
#pragma once

#include <torch/torch.h>

namespace tetlo {

using torch::Tensor;

/// A generator or none, in the optional type that LibTorch's random functions take.
using MaybeGenerator = c10::optional<at::Generator>;

}  // namespace tetlo
