// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/stage_weights.h"

namespace tetlo::kernels {
namespace {

Buffer transposed(const Buffer& matrix, int64_t rows, int64_t columns) {
  Buffer result(rows * columns);
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c) result[c * rows + r] = matrix[r * columns + c];
  }
  return result;
}

}  // namespace

StageWeights separable_weights(const float* depthwise, const float* pointwise, int64_t channels,
                               const Taps& taps) {
  const int64_t blocks = padded(channels), count = taps.count();
  StageWeights weights{.taps = taps,
                       .in = blocks,
                       .out = blocks,
                       .depthwise = Buffer(count * blocks),
                       .rotated = Buffer(count * blocks),
                       .pointwise = Buffer(blocks * blocks)};
  for (int64_t c = 0; c < channels; ++c) {
    for (int64_t t = 0; t < count; ++t) {
      weights.depthwise[t * blocks + c] = depthwise[c * count + t];
      weights.rotated[(count - 1 - t) * blocks + c] = depthwise[c * count + t];
    }
    for (int64_t o = 0; o < channels; ++o) {
      weights.pointwise[c * blocks + o] = pointwise[o * channels + c];
    }
  }
  weights.transposed = transposed(weights.pointwise, blocks, blocks);
  return weights;
}

StageWeights pointwise_weights(const float* pointwise, int64_t in, int64_t out) {
  const int64_t rows = padded(in), columns = padded(out);
  StageWeights weights{.kind = StageKind::kPointwise,
                       .taps = {.kernel = 1},
                       .in = rows,
                       .out = columns,
                       .pointwise = Buffer(rows * columns)};
  for (int64_t i = 0; i < in; ++i) {
    for (int64_t o = 0; o < out; ++o) weights.pointwise[i * columns + o] = pointwise[o * in + i];
  }
  weights.transposed = transposed(weights.pointwise, rows, columns);
  return weights;
}

StageWeights factorised_weights(const float* even, const float* odd, int64_t in, int64_t out) {
  const int64_t rows = padded(in), columns = padded(out), half = out / 2;
  StageWeights weights{.kind = StageKind::kFactorised,
                       .taps = {.kernel = 1, .stride = 2},
                       .in = 2 * rows,
                       .out = columns,
                       .pointwise = Buffer(2 * rows * columns)};
  for (int64_t i = 0; i < in; ++i) {
    for (int64_t o = 0; o < out; ++o) {
      const bool first = o < half;
      const float weight = first ? even[o * in + i] : odd[(o - half) * in + i];
      weights.pointwise[((first ? 0 : rows) + i) * columns + o] = weight;
    }
  }
  weights.transposed = transposed(weights.pointwise, 2 * rows, columns);
  return weights;
}

void unpack_separable(const StageWeightGradient& gradient, int64_t channels, const Taps& taps,
                      float* depthwise, float* pointwise) {
  const int64_t blocks = padded(channels);
  for (int64_t c = 0; c < channels; ++c) {
    for (int64_t t = 0; t < taps.count(); ++t) {
      depthwise[c * taps.count() + t] = static_cast<float>(gradient.depthwise[t * blocks + c]);
    }
    for (int64_t o = 0; o < channels; ++o) {
      pointwise[o * channels + c] = static_cast<float>(gradient.pointwise[c * blocks + o]);
    }
  }
}

void unpack_pointwise(const StageWeightGradient& gradient, int64_t in, int64_t out,
                      float* pointwise) {
  for (int64_t o = 0; o < out; ++o) {
    for (int64_t i = 0; i < in; ++i) {
      pointwise[o * in + i] = static_cast<float>(gradient.pointwise[i * padded(out) + o]);
    }
  }
}

void unpack_factorised(const StageWeightGradient& gradient, int64_t in, int64_t out, float* even,
                       float* odd) {
  const int64_t rows = padded(in), columns = padded(out), half = out / 2;
  for (int64_t o = 0; o < out; ++o) {
    for (int64_t i = 0; i < in; ++i) {
      float& to = o < half ? even[o * in + i] : odd[(o - half) * in + i];
      to = static_cast<float>(gradient.pointwise[((o < half ? 0 : rows) + i) * columns + o]);
    }
  }
}

}  // namespace tetlo::kernels
