// SPDX-License-Identifier: Apache-2.0
// 3 x 3 pooling with padding 1 and stride 1 or 2. An average is taken over the pixels inside the
// image only. Of several equal maxima the first in row order receives the gradient, as in LibTorch.
//
// Images are dense.
#pragma once

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

enum class PoolKind { kMax, kAverage };
constexpr PoolKind kPoolKinds[] = {PoolKind::kMax, PoolKind::kAverage};

/// Pools `in` into `out`, which has ⌈height / stride⌉ × ⌈width / stride⌉ pixels.
void pool(PoolKind kind, const ConstImage& in, int64_t stride, const Image& out);

/// The tangent of pool(): pools `in_tangent` into out_tangent. The tangent of a maximum is that of
/// the pixel which receives its gradient. `in` and `out` are those of pool(); averages do not read
/// them.
void pool_tangent(PoolKind kind, const ConstImage& in, const ConstImage& out,
                  const ConstImage& in_tangent, int64_t stride, const Image& out_tangent);

/// Adds the gradient with respect to `in` to grad_in. `out` is the result of pool();
/// averages do not read it.
void pool_gradient(PoolKind kind, const ConstImage& in, const ConstImage& out,
                   const ConstImage& grad_out, int64_t stride, const Image& grad_in);

}  // namespace tetlo::kernels
