// SPDX-License-Identifier: Apache-2.0
// Depthwise convolution: every channel is filtered separately, with its own filter.
//
//   out(y, x) = Σ_{i, j < K} w(i, j) in(S y + D i − p, S x + D j − p),   p = D (K − 1) / 2
//
// for kernel side K (3, 5 or 7), dilation D (1 or 2) and stride S (1 or 2).
//
// There is no function for the gradient with respect to the input, because depthwise() computes it,
// too: it is the convolution of the output's gradient, whose pixels are placed S apart, with the
// filter rotated by 180°.
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

/// Computes rows [first, last) of the convolution and writes them to rows [0, last − first) of
/// `out`. `weights` is [K², channels]; `in` must have a halo of at least taps.halo().
void depthwise(const ConstImage& in, const float* weights, const Taps& taps, int64_t first,
               int64_t last, const Image& out, Write write);

/// Adds to grad_weights [K², channels] the contribution of output rows [first, last), whose
/// gradients are rows [0, last − first) of grad_out.
void depthwise_weight_gradient(const ConstImage& in, const ConstImage& grad_out, const Taps& taps,
                               int64_t first, int64_t last, float* grad_weights);

}  // namespace tetlo::kernels
