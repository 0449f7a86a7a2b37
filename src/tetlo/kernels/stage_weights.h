// SPDX-License-Identifier: Apache-2.0
// The weights of a stage (stage.h) and their gradients, in the order in which its loops read them.
#pragma once

#include <optional>

#include "tetlo/kernels/buffer.h"
#include "tetlo/kernels/depthwise.h"

namespace tetlo::kernels {

enum class StageKind { kSeparable, kPointwise, kFactorised };

/// The weights of a stage, packed in the order in which the loops read them.
struct StageWeights {
  StageKind kind = StageKind::kSeparable;
  Taps taps;
  int64_t in = 0, out = 0;           ///< channels of the pointwise convolution, whole blocks
  Buffer depthwise{}, rotated{};     ///< [K², C], unchanged and rotated by 180°
  Buffer pointwise{}, transposed{};  ///< [in, out], [out, in]
};

// The packing functions take weights as LibTorch stores them.

/// Packs `depthwise` [C, 1, K, K] and `pointwise` [C, C, 1, 1].
StageWeights separable_weights(const float* depthwise, const float* pointwise, int64_t channels,
                               const Taps& taps);
/// Packs `pointwise` [out, in, 1, 1].
StageWeights pointwise_weights(const float* pointwise, int64_t in, int64_t out);
/// Packs `even` [out/2, in, 1, 1] and `odd` [out − out/2, in, 1, 1].
StageWeights factorised_weights(const float* even, const float* odd, int64_t in, int64_t out);

/// The weights of a stage and, if it is computed with tangents, theirs.
struct StageWeightPair {
  StageWeights value;
  std::optional<StageWeights> tangent = std::nullopt;
};

/// The weight gradients of a stage in the order of its loops.
struct StageWeightGradient {
  const double* pointwise = nullptr;  ///< [in, out]
  const double* depthwise = nullptr;  ///< [K², in]
};

// Write the gradients in LibTorch's layout: the inverse of the packing functions above.
void unpack_separable(const StageWeightGradient& gradient, int64_t channels, const Taps& taps,
                      float* depthwise, float* pointwise);
void unpack_pointwise(const StageWeightGradient& gradient, int64_t in, int64_t out,
                      float* pointwise);
void unpack_factorised(const StageWeightGradient& gradient, int64_t in, int64_t out, float* even,
                       float* odd);

}  // namespace tetlo::kernels
