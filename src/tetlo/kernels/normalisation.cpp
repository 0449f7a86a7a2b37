// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/normalisation.h"

#include <cmath>

namespace tetlo::kernels {
namespace {

Normalisation blank(int64_t channels) {
  const auto n = static_cast<size_t>(channels);
  return {.channels = channels,
          .mean = std::vector<double>(n, 0),
          .deviation = std::vector<double>(n, 1),
          .learned_scale = std::vector<double>(n, 1),
          .learned_shift = std::vector<double>(n, 0),
          .scale = Buffer(padded(channels)),
          .shift = Buffer(padded(channels))};
}

void set(Normalisation& n, size_t c, double mean, double variance, const Learned& learned) {
  n.mean[c] = mean;
  n.deviation[c] = std::sqrt(variance + kBatchNormEpsilon);
  if (learned.scale) {
    n.learned_scale[c] = learned.scale[c];
    n.learned_shift[c] = learned.shift[c];
  }
  const double scale = n.learned_scale[c] / n.deviation[c];
  const auto i = static_cast<int64_t>(c);
  n.scale[i] = static_cast<float>(scale);
  n.shift[i] = static_cast<float>(n.learned_shift[c] - scale * mean);
}

/// Ŝ1 in normalisation.h.
double normalised_product(const Normalisation& n, const OutputSums& sums, size_t c) {
  return (sums.product[c] - n.mean[c] * sums.gradient[c]) / n.deviation[c];
}

}  // namespace

Normalisation normalisation(const std::vector<double>& sums, int64_t elements, int64_t channels,
                            const Learned& learned) {
  Normalisation n = blank(channels);
  n.elements = elements;
  const auto count = static_cast<double>(elements);
  const auto squares = static_cast<size_t>(padded(channels));
  for (size_t c = 0; c < static_cast<size_t>(channels); ++c) {
    const double mean = sums[c] / count;
    // With the arguments in this order, std::max() does not replace a variance that is NaN.
    set(n, c, mean, std::max(sums[squares + c] / count - mean * mean, 0.0), learned);
  }
  return n;
}

Normalisation fixed_normalisation(const RunningStatistics& running, int64_t channels,
                                  const Learned& learned) {
  Normalisation n = blank(channels);
  for (size_t c = 0; c < static_cast<size_t>(channels); ++c) {
    set(n, c, running.mean[c], running.variance[c], learned);
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
    const double biased = n.deviation[c] * n.deviation[c] - kBatchNormEpsilon;
    towards(mean[c], n.mean[c]);
    towards(variance[c], biased * count / (count - 1));
  }
}

double weight_gradient(const Normalisation& n, const OutputSums& sums) {
  double sum = 0;
  for (size_t c = 0; c < n.mean.size(); ++c) {
    sum +=
        n.learned_scale[c] * normalised_product(n, sums, c) + n.learned_shift[c] * sums.gradient[c];
  }
  return sum;
}

NormGradient norm_gradient(const Normalisation& n, double w, const OutputSums& sums) {
  const int64_t blocks = padded(n.channels);
  NormGradient gradient{
      .of_output = Buffer(blocks), .of_value = Buffer(blocks), .constant = Buffer(blocks)};
  const double share = n.elements > 0 ? 1 / static_cast<double>(n.elements) : 0;
  for (size_t c = 0; c < n.mean.size(); ++c) {
    const auto i = static_cast<int64_t>(c);
    const double of_output = w * n.learned_scale[c] / n.deviation[c];
    const double of_value = -of_output * share * normalised_product(n, sums, c) / n.deviation[c];
    gradient.of_output[i] = static_cast<float>(of_output);
    gradient.of_value[i] = static_cast<float>(of_value);
    gradient.constant[i] =
        static_cast<float>(-of_output * share * sums.gradient[c] - of_value * n.mean[c]);
  }
  return gradient;
}

void add_learned_gradient(const Normalisation& n, double w, const OutputSums& sums,
                          float* grad_scale, float* grad_shift) {
  for (size_t c = 0; c < n.mean.size(); ++c) {
    grad_scale[c] += static_cast<float>(w * normalised_product(n, sums, c));
    grad_shift[c] += static_cast<float>(w * sums.gradient[c]);
  }
}

}  // namespace tetlo::kernels
