// SPDX-License-Identifier: Apache-2.0
// Batch normalisation as the kernels need it: numbers a channel, for loops that run anyway.
//
//   ẑ = (z − μ) / σ,  σ² = variance + ε,  y = s ẑ + t = scale · z + shift              [Ioffe2015]
//
// Backward, with g = ∂/∂o of an output o that contains w y, M the elements of a channel,
// S0 = Σ g, S1 = Σ g z and Ŝ1 = Σ g ẑ = (S1 − μ S0) / σ:
//
//   ∂/∂w = Σ_c (s Ŝ1 + t S0),   ∂/∂s = w Ŝ1,   ∂/∂t = w S0
//   ∂/∂z = w s / σ (g − S0 / M − ẑ Ŝ1 / M)
//
// With running statistics μ and σ do not depend on z, and ∂/∂z = w s / σ g.
#pragma once

#include <vector>

#include "tetlo/kernels/stage.h"

namespace tetlo::kernels {

constexpr double kBatchNormEpsilon = 1e-5;
constexpr double kBatchNormMomentum = 0.1;

/// Of the first `channels` of a whole number of blocks; the rest count as zeros.
struct Normalisation {
  int64_t channels = 0, elements = 0;                ///< M; 0 where z has no part in μ and σ
  std::vector<double> mean, deviation;               ///< μ, σ
  std::vector<double> learned_scale, learned_shift;  ///< s, t
  Buffer scale, shift;
};

/// Learned parameters [channels], where there are any.
struct Learned {
  const float* scale = nullptr;
  const float* shift = nullptr;
};

struct RunningStatistics {
  const float* mean = nullptr;
  const float* variance = nullptr;
};

/// From [2, padded(channels)] sums and sums of squares over `elements`.
Normalisation normalisation(const std::vector<double>& sums, int64_t elements, int64_t channels,
                            const Learned& learned);
/// From running statistics [channels].
Normalisation fixed_normalisation(const RunningStatistics& running, int64_t channels,
                                  const Learned& learned);
/// y = z.
Normalisation no_normalisation(int64_t channels);

/// Moves running statistics [channels] towards the batch's, the variance unbiased.
void update_running(const Normalisation& n, float* mean, float* variance);

/// S0 and S1 of one output, [padded(channels)] each.
struct OutputSums {
  const double* gradient;
  const double* product;
};

/// ∂/∂w, and with w given all that follows from it.
double weight_gradient(const Normalisation& n, const OutputSums& sums);
NormGradient norm_gradient(const Normalisation& n, double w, const OutputSums& sums);
/// ∂/∂s and ∂/∂t [channels] grow by their share.
void add_learned_gradient(const Normalisation& n, double w, const OutputSums& sums,
                          float* grad_scale, float* grad_shift);

}  // namespace tetlo::kernels
