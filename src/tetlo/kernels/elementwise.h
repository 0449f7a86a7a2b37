// SPDX-License-Identifier: Apache-2.0
// Passes over an image in which no pixel needs its neighbours: sums of images, with a factor for
// each channel, and the sums over pixels that their gradients need. Batch normalisation, the
// weights of a mixture and the sum into a node all have this form.
//
// Images are dense, [pixels, channels], with whole blocks of channels. [C] is a vector with one
// number for each channel.
#pragma once

#include <span>

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

/// One summand, scale · data, of a weighted sum of images.
struct Term {
  const float* data = nullptr;   ///< [pixels, C]
  const float* scale = nullptr;  ///< [C]; null means 1
};

/// The size of a dense image.
struct ImageSize {
  int64_t pixels = 0, channels = 0;
};

/// out = shift + Σ_t scale_t · data_t. `shift` [C] may be null, and the data of the first term may
/// be `out` itself.
void weighted_sum(std::span<const Term> terms, const float* shift, const ImageSize& image_size,
                  float* out);

/// sums[0] [C] += Σ_p left(p); sums[1 + t] [C] += Σ_p left(p) · right_t(p).
void channel_dots(const float* left, std::span<const float* const> right,
                  const ImageSize& image_size, float* sums);

/// scale · x + shift, what an activation is applied to. x is [pixels, C]; a null scale [C] counts
/// as 1, and a null shift [C] as 0.
struct Preactivation {
  const float* x = nullptr;
  const float* scale = nullptr;
  const float* shift = nullptr;
};

/// The tangents of a preactivation's members; null counts as 0.
struct PreactivationTangent {
  const float* x = nullptr;
  const float* scale = nullptr;
  const float* shift = nullptr;
};

/// Writes max(0, scale · x + shift) into `out`; the halo of `out` does not change.
void load_activated(const Preactivation& of, const Image& out);
/// Writes the tangent of load_activated(): scale · ẋ + scale' · x + shift' where scale · x + shift
/// is positive, and 0 elsewhere; scale' and shift' are the tangents of scale and shift.
void load_activated_tangent(const Preactivation& of, const PreactivationTangent& tangent,
                            const Image& out);

/// The backward pass of load_activated(), in place: sets `grad` to zero where scale · x + shift is
/// not positive. If `sums` [2, C] is given, adds Σ_p grad(p) and Σ_p grad(p) · x(p) to it.
void activated_gradient(const Preactivation& of, const ImageSize& image_size, float* grad,
                        float* sums);

/// A gradient that activated_gradient() has treated, and its tangent.
struct GradientPair {
  const float* value = nullptr;
  float* tangent = nullptr;
};

/// The tangent of activated_gradient(), in place: sets the tangent of `grad` to zero where
/// scale · x + shift is not positive. Adds the tangents of the two sums to `sums` [2, C]:
/// Σ_p ġ(p) and Σ_p ġ(p) · x(p) + g(p) · ẋ(p).
void activated_gradient_tangent(const Preactivation& of, const float* x_tangent,
                                const ImageSize& image_size, const GradientPair& grad, float* sums);

}  // namespace tetlo::kernels
