// SPDX-License-Identifier: Apache-2.0
// Batch normalisation in the form that the kernels need: a scale and a shift for each channel, both
// forward and backward, which are applied in loops that run over the image anyway.
//
//   ẑ = (z − μ) / σ,  σ² = variance + ε,  y = s ẑ + t = scale · z + shift              [Ioffe2015]
//
// In the backward pass, let g = ∂/∂o be the gradient with respect to an output o that contains
// w y, M the number of elements of a channel, S0 = Σ g, S1 = Σ g z and
// Ŝ1 = Σ g ẑ = (S1 − μ S0) / σ. Then
//
//   ∂/∂w = Σ_c (s Ŝ1 + t S0),   ∂/∂s = w Ŝ1,   ∂/∂t = w S0
//   ∂/∂z = w s / σ (g − S0 / M − ẑ Ŝ1 / M)
//
// If μ and σ are running statistics, they do not depend on z, and ∂/∂z = w s / σ g.
//
// All of this is written in dual numbers (dual.h). If the values z and the weights have tangents,
// so have the coefficients, and with them y and all gradients.
#pragma once

#include <vector>

#include "tetlo/kernels/dual.h"
#include "tetlo/kernels/stage.h"

namespace tetlo::kernels {

constexpr double kBatchNormEpsilon = 1e-5;
constexpr double kBatchNormMomentum = 0.1;

/// The normalisation of one value. `scale` and `shift` have a whole number of blocks, in which all
/// but the first `channels` are zero.
struct Normalisation {
  int64_t channels = 0;
  int64_t elements = 0;                            ///< M; 0 if μ and σ do not depend on z
  std::vector<Dual> mean, deviation;               ///< μ, σ
  std::vector<Dual> learned_scale, learned_shift;  ///< s, t
  Buffer scale, shift;
  Buffer scale_tangent, shift_tangent;
};

/// The learned scale and shift [channels], null if batch norm learns nothing, and their tangents,
/// null if they have none.
struct Learned {
  const float* scale = nullptr;
  const float* shift = nullptr;
  const float* scale_tangent = nullptr;
  const float* shift_tangent = nullptr;
};

struct RunningStatistics {
  const float* mean = nullptr;
  const float* variance = nullptr;
};

/// Normalises with the statistics of the batch: `sums` [2, padded(channels)] are Σ z and Σ z² over
/// `elements` values.
Normalisation normalisation(const std::vector<Dual>& sums, int64_t elements, int64_t channels,
                            const Learned& learned);
/// Normalises with running statistics [channels].
Normalisation fixed_normalisation(const RunningStatistics& running, int64_t channels,
                                  const Learned& learned);
/// Leaves values unchanged: y = z.
Normalisation no_normalisation(int64_t channels);

/// Moves running statistics [channels] towards those of the batch, with the unbiased variance.
void update_running(const Normalisation& n, float* mean, float* variance);

/// The sums of one output that its gradients need, [padded(channels)] each.
struct OutputSums {
  const Dual* gradient;  ///< S0
  const Dual* product;   ///< S1
};

/// ∂/∂w.
Dual weight_gradient(const Normalisation& n, const OutputSums& sums);
/// The coefficients of ∂/∂z.
NormGradient norm_gradient(const Normalisation& n, double w, const OutputSums& sums);

/// ∂/∂s and ∂/∂t [channels].
struct LearnedGradient {
  std::vector<Dual> scale, shift;
};
LearnedGradient learned_gradient(const Normalisation& n, double w, const OutputSums& sums);

}  // namespace tetlo::kernels
