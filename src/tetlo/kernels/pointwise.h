// SPDX-License-Identifier: Apache-2.0
// Pointwise (1 x 1) convolution: out(p) = W in(p) at every pixel p, and what batch norm needs of
// it.
#pragma once

#include <array>

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

/// A dense matrix product's right-hand side: weights[i * out + o] takes input channel i to output
/// o.
struct Matrix {
  const float* weights = nullptr;
  int64_t in = 0, out = 0;  ///< channels, whole blocks
};

/// out [pixels, m.out] = in [pixels, m.in] · m.
struct Product {
  const float* in = nullptr;
  int64_t pixels = 0;
  Matrix m;
  float* out = nullptr;
  /// Where given, [2, m.out] of it grow by the sum and the sum of squares of out over the pixels.
  float* sums = nullptr;
  /// What will be read soon, [pixels, m.in] each, or null. It is asked for in step with the
  /// product, and comes from memory meanwhile. Nothing need be there.
  std::array<const float*, 3> ahead = {};
};
void pointwise(const Product& product);

/// grad_weights [m.in, m.out] += inᵀ · grad_out, in [pixels, in_channels], grad_out [pixels,
/// out_channels].
void pointwise_weight_gradient(const float* in, int64_t in_channels, const float* grad_out,
                               int64_t out_channels, int64_t pixels, float* grad_weights);

}  // namespace tetlo::kernels
