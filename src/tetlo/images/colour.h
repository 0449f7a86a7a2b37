// SPDX-License-Identifier: Apache-2.0
// Colours of pixels, uint8 [H, W, C].
#pragma once

#include "tetlo/util/tensor.h"

namespace tetlo {

/// [H, W, 3] → [H, W, 1]: the luminance Y = 0.299 R + 0.587 G + 0.114 B [ITU-R BT.601], in whole
/// numbers as Pillow computes it. Grey stays as it is.
Tensor to_grey(const Tensor& pixels);

/// [H, W, C] → [C, H, W], contiguous.
Tensor planes(const Tensor& pixels);

}  // namespace tetlo
