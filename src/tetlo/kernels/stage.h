// SPDX-License-Identifier: Apache-2.0
// In the kernels, a stage is a fused piece of an operation: ReLU, depthwise convolution, pointwise
// convolution, batch norm. (It has nothing to do with stages I to III of TETLO's problem.) A
// separable convolution is two stages, one after the other.
//
//   z = W · depthwise(a)                        a: the activated input, in a frame of zeros
//   ∂/∂z = A ⊙ ∂/∂y + B ⊙ z + C                  y: z after batch norm (normalisation.h)
//
// The functions here process one image, a tile of rows at a time, so that the result of the
// depthwise convolution never leaves the first-level cache. The forward pass also computes the sums
// that batch norm needs. The backward pass begins with the gradient of batch norm and recomputes
// the depthwise result.
//
// Two other kinds of stage differ only in the input of W. A pointwise stage has no depthwise
// convolution. In a factorised reduction [Liu2019, section 3.1] W reads, for every second pixel
// (y, x), the values a(y, x) and a(y + 1, x + 1) side by side; the first half of the outputs
// depends on the former only, the second half on the latter only.
#pragma once

#include "tetlo/kernels/activated_image.h"
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

/// The coefficients [C] of batch norm's gradient,
/// ∂/∂z = of_output ⊙ ∂/∂y + of_value ⊙ z + constant.
struct NormGradient {
  Buffer of_output, of_value, constant;
};

/// The working memory of one thread for stages that read the same input: tiles, and a frame for
/// gradients.
class StageScratch {
 public:
  /// Serves stages with inputs of this size, this stride, a halo of at most `halo` pixels and at
  /// most `out` output channels.
  StageScratch(const ConstImage& in, int64_t halo, int64_t stride, int64_t out);

 private:
  friend class StageLoop;
  Buffer gathered_, grad_gathered_, grad_z_;
  FramedImage framed_;
};

/// Computes z [H', W', out] of one image; `sums` is that of a Product (pointwise.h).
void stage_forward(const StageWeights& weights, ActivatedImage& in, StageScratch& scratch, float* z,
                   float* sums);

struct StageGradient {
  const float* grad_output = nullptr;  ///< ∂/∂y [H', W', out]
  const float* z = nullptr;
  const NormGradient* norm = nullptr;
  Write write = Write::kOver;       ///< whether to replace grad_in or to add to it
  float* grad_in = nullptr;         ///< gradient with respect to the activated input, dense
  float* grad_depthwise = nullptr;  ///< [K², C], added to; null: not computed
  float* grad_pointwise = nullptr;  ///< [in, out], added to; null: not computed
};

/// The backward pass of stage_forward(). Asks `in` for rows only if weight gradients are wanted.
void stage_backward(const StageWeights& weights, ActivatedImage& in, StageScratch& scratch,
                    const StageGradient& gradient);

}  // namespace tetlo::kernels
