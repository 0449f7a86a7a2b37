// SPDX-License-Identifier: Apache-2.0
// The passes over an image that have no neighbours: sums of images, each channel with factors of
// its own, and the sums over an image that their gradients need. Batch normalisation, the weights
// of a mixture and the sum into a node are all of this form.
//
// Images are dense: [pixels, channels], whole blocks of channels. [C] is a vector of one number a
// channel.
#pragma once

#include <span>

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

/// scale · data, of one image.
struct Term {
  const float* data = nullptr;   ///< [pixels, C]
  const float* scale = nullptr;  ///< [C]; null means 1
};

struct Extent {
  int64_t pixels = 0, channels = 0;
};

/// out = shift + Σ_t scale_t · data_t; `shift` [C] may be null, and the first of the terms may be
/// out.
void weighted_sum(std::span<const Term> terms, const float* shift, const Extent& extent,
                  float* out);

/// sums[0] [C] += Σ_p left(p); sums[1 + t] [C] += Σ_p left(p) · right_t(p).
void channel_dots(const float* left, std::span<const float* const> right, const Extent& extent,
                  float* sums);

/// Writes max(0, scale · x + shift) into the inside of `out`, whose halo stays as it is. A null
/// scale and shift leave x as it is.
void load_activated(const float* x, const float* scale, const float* shift, const Image& out);

/// From the gradient by what load_activated() gives to that by scale · x + shift: zero where this
/// is not positive. Where `sums` is given, [2, C] of it grow by Σ_p grad(p) and Σ_p grad(p) · x(p).
void activated_gradient(const float* x, const float* scale, const float* shift,
                        const Extent& extent, float* grad, float* sums);

}  // namespace tetlo::kernels
