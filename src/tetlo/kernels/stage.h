// SPDX-License-Identifier: Apache-2.0
// A stage: depthwise, then pointwise convolution, of one image; what lies between them never leaves
// the nearest cache. Forward it gathers the sums of batch norm, backward it starts from batch
// norm's own gradient and recomputes the depthwise result.
//
//   z = W · depthwise(a)                        a: the activated input, framed
//   ∂/∂z = A ⊙ ∂/∂y + B ⊙ z + C                  y: z after batch norm (normalisation.h)
//
// Two others differ only in what W sees. A pointwise stage has no depthwise convolution. A
// factorised reduction [Liu2019, section 3.1] takes, of every second pixel (y, x),
// a(y, x) and a(y + 1, x + 1) side by side; its W takes the first to the first half of the
// outputs and the second to the second.
#pragma once

#include "tetlo/kernels/activated_image.h"
#include "tetlo/kernels/depthwise.h"

namespace tetlo::kernels {

enum class StageKind { kSeparable, kPointwise, kFactorised };

/// The weights of a stage in the order in which the loops read them.
struct StageWeights {
  StageKind kind = StageKind::kSeparable;
  Taps taps;
  int64_t in = 0, out = 0;           ///< channels of the pointwise convolution, whole blocks
  Buffer depthwise{}, turned{};      ///< [K², C], as it is and turned by 180°
  Buffer pointwise{}, transposed{};  ///< [in, out], [out, in]
};

/// `depthwise` [C, 1, K, K], `pointwise` [C, C, 1, 1] as LibTorch stores them.
StageWeights separable_weights(const float* depthwise, const float* pointwise, int64_t channels,
                               const Taps& taps);
/// `pointwise` [out, in, 1, 1].
StageWeights pointwise_weights(const float* pointwise, int64_t in, int64_t out);
/// `even` [out/2, in, 1, 1] and `odd` [out − out/2, in, 1, 1].
StageWeights factorised_weights(const float* even, const float* odd, int64_t in, int64_t out);

/// Where a stage's weight gradients lie, in the order of its loops: [in, out], then [K², in].
struct StageWeightGradient {
  const double* pointwise = nullptr;
  const double* depthwise = nullptr;
};

/// They in the order of the functions above.
void unpack_separable(const StageWeightGradient& gradient, int64_t channels, const Taps& taps,
                      float* depthwise, float* pointwise);
void unpack_pointwise(const StageWeightGradient& gradient, int64_t in, int64_t out,
                      float* pointwise);
void unpack_factorised(const StageWeightGradient& gradient, int64_t in, int64_t out, float* even,
                       float* odd);

/// The gradient of batch norm, each [C]: ∂/∂z = of_output ⊙ ∂/∂y + of_value ⊙ z + constant.
struct NormGradient {
  Buffer of_output, of_value, constant;
};

/// What a thread needs to work on stages of one state: tiles, and a frame for gradients.
class StageScratch {
 public:
  /// For inputs of this size, at most so wide a halo, this stride, and at most so many outputs.
  StageScratch(const ConstImage& in, int64_t halo, int64_t stride, int64_t out);

 private:
  friend class StageLoop;
  Buffer taken_, grad_taken_, grad_z_;
  FramedImage framed_;
};

/// z [H', W', out] of one image; `sums` as in a Product.
void stage_forward(const StageWeights& weights, ActivatedImage& in, StageScratch& scratch, float* z,
                   float* sums);

struct StageGradient {
  const float* grad_output = nullptr;  ///< ∂/∂y [H', W', out]
  const float* z = nullptr;
  const NormGradient* norm = nullptr;
  Write write = Write::kOver;       ///< how to grad_in
  float* grad_in = nullptr;         ///< by the activated input, dense
  float* grad_depthwise = nullptr;  ///< [K², C] +=; null where no weight gradient is wanted
  float* grad_pointwise = nullptr;  ///< [in, out] +=
};

/// Asks for rows of the input only where weight gradients are wanted.
void stage_backward(const StageWeights& weights, ActivatedImage& in, StageScratch& scratch,
                    const StageGradient& gradient);

}  // namespace tetlo::kernels
