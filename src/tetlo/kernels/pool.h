// SPDX-License-Identifier: Apache-2.0
// 3 x 3 pooling with padding 1 and stride 1 or 2; averages count only pixels inside the image.
//
// Images are dense. Of several equal maxima the first in row order receives the gradient, as in
// LibTorch.
#pragma once

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

enum class PoolKind { kMax, kAverage };
constexpr PoolKind kPoolKinds[] = {PoolKind::kMax, PoolKind::kAverage};

/// out has ceil(height / stride) by ceil(width / stride) pixels.
void pool(PoolKind kind, const ConstImage& in, int64_t stride, const Image& out);

/// grad_in += the gradient by in; `out` is what pool() wrote (averages do not need it).
void pool_gradient(PoolKind kind, const ConstImage& in, const ConstImage& out,
                   const ConstImage& grad_out, int64_t stride, const Image& grad_in);

}  // namespace tetlo::kernels
