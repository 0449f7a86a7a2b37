// SPDX-License-Identifier: Apache-2.0
// Pointwise (1 x 1) convolution, out(p) = W in(p) at every pixel p, and the sums over its result
// that batch norm needs.
#pragma once

#include <array>

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

/// The right-hand side of a dense matrix product: weights[i * out + o] is the weight from input
/// channel i to output channel o.
struct Matrix {
  const float* weights = nullptr;
  int64_t in = 0, out = 0;  ///< numbers of channels, whole blocks
};

/// out [pixels, m.out] = in [pixels, m.in] · m, plus a second product of this size if there is one.
struct Product {
  const float* in = nullptr;
  int64_t pixels = 0;
  Matrix m;
  float* out = nullptr;
  /// If given, [2, m.out]: the sum and the sum of squares of out over the pixels are added to it.
  float* sums = nullptr;
  /// The operands of the second product, or null.
  const float* second_in = nullptr;
  const float* second_weights = nullptr;
  /// With a second product: [pixels, m.out], by which out is multiplied for the second of the sums;
  /// null: by out.
  const float* times = nullptr;
  /// Addresses of memory that will be read soon, [pixels, m.in] each, or null. It is prefetched in
  /// step with the product. Addresses outside of any array are harmless.
  std::array<const float*, 3> ahead = {};
};
void pointwise(const Product& product);

/// grad_weights [in_channels, out_channels] += inᵀ · grad_out, where `in` is [pixels, in_channels]
/// and `grad_out` is [pixels, out_channels].
void pointwise_weight_gradient(const float* in, int64_t in_channels, const float* grad_out,
                               int64_t out_channels, int64_t pixels, float* grad_weights);

}  // namespace tetlo::kernels
