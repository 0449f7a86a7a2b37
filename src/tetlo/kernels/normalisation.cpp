// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/normalisation.h"

#include <cmath>

namespace tetlo::kernels {
namespace {

Normalisation blank(int64_t channels) {
  const auto n = static_cast<size_t>(channels);
  return {.channels = channels,
          .mean = std::vector<Dual>(n),
          .deviation = std::vector<Dual>(n, Dual{1}),
          .learned_scale = std::vector<Dual>(n, Dual{1}),
          .learned_shift = std::vector<Dual>(n),
          .scale = Buffer(padded(channels)),
          .shift = Buffer(padded(channels)),
          .scale_tangent = Buffer(padded(channels)),
          .shift_tangent = Buffer(padded(channels))};
}

NormCoefficients blank_coefficients(int64_t channels) {
  const int64_t blocks = padded(channels);
  return {.of_output = Buffer(blocks), .of_value = Buffer(blocks), .constant = Buffer(blocks)};
}

/// Stores number c of a coefficient and of its tangent.
void store(const Dual& x, size_t c, Buffer& values, Buffer& tangents) {
  const auto i = static_cast<int64_t>(c);
  values[i] = static_cast<float>(x.value);
  tangents[i] = static_cast<float>(x.tangent);
}

Dual loaded(const float* values, const float* tangents, size_t c) {
  return {values[c], tangents ? tangents[c] : 0};
}

void set(Normalisation& n, size_t c, const Dual& mean, const Dual& variance,
         const Learned& learned) {
  n.mean[c] = mean;
  n.deviation[c] = sqrt(variance + Dual{kBatchNormEpsilon});
  if (learned.scale) {
    n.learned_scale[c] = loaded(learned.scale, learned.scale_tangent, c);
    n.learned_shift[c] = loaded(learned.shift, learned.shift_tangent, c);
  }
  const Dual scale = n.learned_scale[c] / n.deviation[c];
  store(scale, c, n.scale, n.scale_tangent);
  store(n.learned_shift[c] - scale * mean, c, n.shift, n.shift_tangent);
}

/// Ŝ1 in normalisation.h.
Dual normalised_product(const Normalisation& n, const OutputSums& sums, size_t c) {
  return (sums.product[c] - n.mean[c] * sums.gradient[c]) / n.deviation[c];
}

}  // namespace

Normalisation normalisation(const std::vector<Dual>& sums, int64_t elements, int64_t channels,
                            const Learned& learned) {
  Normalisation n = blank(channels);
  n.elements = elements;
  const Dual count{static_cast<double>(elements)};
  const auto squares = static_cast<size_t>(padded(channels));
  for (size_t c = 0; c < static_cast<size_t>(channels); ++c) {
    const Dual mean = sums[c] / count, variance = sums[squares + c] / count - mean * mean;
    set(n, c, mean, variance.value < 0 ? Dual() : variance, learned);
  }
  return n;
}

Normalisation fixed_normalisation(const RunningStatistics& running, int64_t channels,
                                  const Learned& learned) {
  Normalisation n = blank(channels);
  for (size_t c = 0; c < static_cast<size_t>(channels); ++c) {
    set(n, c, Dual{running.mean[c]}, Dual{running.variance[c]}, learned);
  }
  return n;
}

Normalisation no_normalisation(int64_t channels) {
  Normalisation n = blank(channels);
  for (int64_t c = 0; c < channels; ++c) n.scale[c] = 1;
  return n;
}

void update_running(const Normalisation& n, float* mean, float* variance) {
  const auto count = static_cast<double>(n.elements);
  const auto towards = [](float& running, double batch) {
    running = static_cast<float>((1 - kBatchNormMomentum) * static_cast<double>(running) +
                                 kBatchNormMomentum * batch);
  };
  for (size_t c = 0; c < n.mean.size(); ++c) {
    const double biased = n.deviation[c].value * n.deviation[c].value - kBatchNormEpsilon;
    towards(mean[c], n.mean[c].value);
    towards(variance[c], biased * count / (count - 1));
  }
}

Dual weight_gradient(const Normalisation& n, const OutputSums& sums) {
  Dual sum;
  for (size_t c = 0; c < n.mean.size(); ++c) {
    sum +=
        n.learned_scale[c] * normalised_product(n, sums, c) + n.learned_shift[c] * sums.gradient[c];
  }
  return sum;
}

NormGradient norm_gradient(const Normalisation& n, double w, const OutputSums& sums) {
  NormGradient gradient{.value = blank_coefficients(n.channels),
                        .tangent = blank_coefficients(n.channels)};
  const Dual share{n.elements > 0 ? 1 / static_cast<double>(n.elements) : 0};
  for (size_t c = 0; c < n.mean.size(); ++c) {
    const Dual of_output = Dual{w} * n.learned_scale[c] / n.deviation[c];
    const Dual of_value = -of_output * share * normalised_product(n, sums, c) / n.deviation[c];
    const Dual constant = -of_output * share * sums.gradient[c] - of_value * n.mean[c];
    store(of_output, c, gradient.value.of_output, gradient.tangent.of_output);
    store(of_value, c, gradient.value.of_value, gradient.tangent.of_value);
    store(constant, c, gradient.value.constant, gradient.tangent.constant);
  }
  return gradient;
}

LearnedGradient learned_gradient(const Normalisation& n, double w, const OutputSums& sums) {
  LearnedGradient gradient;
  for (size_t c = 0; c < n.mean.size(); ++c) {
    gradient.scale.push_back(Dual{w} * normalised_product(n, sums, c));
    gradient.shift.push_back(Dual{w} * sums.gradient[c]);
  }
  return gradient;
}

}  // namespace tetlo::kernels
