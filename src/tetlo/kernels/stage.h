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
// A stage can also be computed with tangents, its derivatives in the direction in which a changes
// by ȧ, W by Ẇ and so on. z is linear in a, in W and in the depthwise filter D, so that
//
//   u = D a,  u̇ = D ȧ + Ḋ a,  z = W u,  ż = W u̇ + Ẇ u
//
// The backward pass is then linear in g = ∂/∂z as well. Given ġ, the tangent of g, it computes the
// tangents of the gradients
//
//   Wᵀ g,  g uᵀ   as   Wᵀ ġ + Ẇᵀ g,  ġ uᵀ + g u̇ᵀ        and the same for D
//
// Two other kinds of stage differ only in the input of W. A pointwise stage has no depthwise
// convolution. In a factorised reduction [Liu2019, section 3.1] W reads, for every second pixel
// (y, x), the values a(y, x) and a(y + 1, x + 1) side by side; the first half of the outputs
// depends on the former only, the second half on the latter only.
#pragma once

#include <optional>

#include "tetlo/kernels/activated_image.h"
#include "tetlo/kernels/stage_weights.h"

namespace tetlo::kernels {

/// The coefficients [C] of batch norm's gradient,
/// ∂/∂z = of_output ⊙ ∂/∂y + of_value ⊙ z + constant.
struct NormCoefficients {
  Buffer of_output, of_value, constant;
};

/// These coefficients and their tangents, which are read only where there are tangents.
struct NormGradient {
  NormCoefficients value, tangent = {};
};

/// The working memory of one thread for stages that read the same input: tiles, and a frame for
/// gradients.
class StageScratch {
 public:
  /// Serves stages with inputs of this size, this stride, a halo of at most `halo` pixels and at
  /// most `out` output channels; with tangents if the inputs have them.
  StageScratch(const ActivatedImage& in, int64_t halo, int64_t stride, int64_t out);

 private:
  struct Tiles {
    Tiles(const ConstImage& in, int64_t halo, int64_t pixels, int64_t out);
    Buffer gathered, grad_gathered, grad_z;
    FramedImage framed;
  };
  friend class StageLoop;
  Tiles value_;
  std::optional<Tiles> tangent_;
};

struct StageOutput {
  float* z = nullptr;     ///< [H', W', out]
  float* sums = nullptr;  ///< Σ z and Σ z², [2, out], added to; null: not computed
  float* z_tangent = nullptr;
  float* sums_tangent = nullptr;  ///< Σ ż and Σ z ż
};

/// Computes z of one image, and its tangent if the weights have tangents.
void stage_forward(const StageWeightPair& weights, ActivatedImage& in, StageScratch& scratch,
                   const StageOutput& out);

struct StageGradient {
  const float* grad_output = nullptr;  ///< ∂/∂y [H', W', out]
  const float* z = nullptr;
  const NormGradient* norm = nullptr;
  Write write = Write::kOver;  ///< whether to replace grad_in or to add to it
  float* grad_in = nullptr;    ///< gradient with respect to the activated input, dense

  // The tangents of these, if the weights have tangents.
  const float* grad_output_tangent = nullptr;
  const float* z_tangent = nullptr;
  float* grad_in_tangent = nullptr;

  // The weight gradients or, if the weights have tangents, only the tangents of the gradients.
  float* grad_depthwise = nullptr;  ///< [K², C], added to; null: not computed
  float* grad_pointwise = nullptr;  ///< [in, out], added to; null: not computed
};

/// The backward pass of stage_forward(). Asks `in` for rows only if weight gradients are wanted.
void stage_backward(const StageWeightPair& weights, ActivatedImage& in, StageScratch& scratch,
                    const StageGradient& gradient);

}  // namespace tetlo::kernels
