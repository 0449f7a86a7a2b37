// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution: every channel with a filter of its own.
//
//   out(y, x) = Σ_{i, j < K} w(i, j) in(S y + D i − p, S x + D j − p),   p = D (K − 1) / 2
//
// for kernel side K (3, 5 or 7), dilation D and stride S (1 or 2). The gradient by the input is the
// same sum over the gradient by the output, its pixels S apart, with the filter turned round; so
// there is no function for it.
#pragma once

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

struct Taps {
  int64_t kernel = 3;  ///< K
  int64_t dilation = 1;
  int64_t stride = 1;

  int64_t halo() const { return dilation * (kernel - 1) / 2; }
  int64_t count() const { return kernel * kernel; }
};

/// Rows [first, last) of the convolution to out's rows [0, last − first); `weights` is
/// [K², channels]. `in` has a halo of at least taps.halo().
void depthwise(const ConstImage& in, const float* weights, const Taps& taps, int64_t first,
               int64_t last, const Image& out, Write write);

/// grad_weights [K², channels] += what rows [first, last) contribute; grad_out's row 0 is row
/// first.
void depthwise_weight_gradient(const ConstImage& in, const ConstImage& grad_out, const Taps& taps,
                               int64_t first, int64_t last, float* grad_weights);

}  // namespace tetlo::kernels
