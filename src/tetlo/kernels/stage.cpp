// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/stage.h"

#include <cstring>

#include "tetlo/kernels/elementwise.h"
#include "tetlo/kernels/pointwise.h"

namespace tetlo::kernels {
namespace {

/// The number of floats in a tile; a few tiles fit into the first-level cache together.
constexpr int64_t kTile = 2048;

int64_t tile_rows(int64_t width, int64_t channels) {
  return std::max<int64_t>(1, kTile / (width * channels));
}

int64_t tile_pixels(const ConstImage& in, int64_t stride) {
  const int64_t width = (in.width + stride - 1) / stride;
  return tile_rows(width, in.channels) * width;
}

void copy_pixel(const float* from, float* to, int64_t channels) {
  std::memcpy(to, from, static_cast<size_t>(channels) * sizeof(float));
}

void add_pixel(const float* from, float* to, int64_t channels) {
  for (int64_t c = 0; c < channels; ++c) to[c] += from[c];
}

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

StageScratch::StageScratch(const ConstImage& in, int64_t halo, int64_t stride, int64_t out)
    : gathered_(2 * tile_pixels(in, stride) * in.channels),
      grad_gathered_(2 * tile_pixels(in, stride) * in.channels),
      grad_z_(tile_pixels(in, stride) * out),
      framed_(in.height, in.width, in.channels, halo) {}

/// Computes one stage of one image, a tile of rows at a time.
class StageLoop {
 public:
  StageLoop(const StageWeights& weights, ActivatedImage& in, StageScratch& scratch)
      : w_(weights),
        rows_of_input_(in),
        in_(in.image()),
        s_(scratch),
        stride_(weights.taps.stride),
        height_((in_.height + stride_ - 1) / stride_),
        width_((in_.width + stride_ - 1) / stride_),
        rows_(tile_rows(width_, in_.channels)) {}

  void forward(float* z, float* sums) {
    each_tile([&](int64_t first, int64_t last) {
      const float* gathered = gather(first, last);
      pointwise({.in = gathered,
                 .pixels = (last - first) * width_,
                 .m = {w_.pointwise.data(), w_.in, w_.out},
                 .out = z + first * width_ * w_.out,
                 .sums = sums,
                 .ahead = {rows_of_input_.next(first)}});
    });
  }

  void backward(const StageGradient& g) {
    if (w_.kind == StageKind::kFactorised && g.write == Write::kOver) {
      std::fill_n(g.grad_in, in_.height * in_.width * in_.channels, 0.0F);
    }
    each_tile([&](int64_t first, int64_t last) { backward_tile(g, first, last); });
    if (w_.kind != StageKind::kSeparable) return;
    const Taps taps{.kernel = w_.taps.kernel, .dilation = w_.taps.dilation};
    depthwise(s_.framed_.image(), w_.rotated.data(), taps, 0, in_.height,
              dense(g.grad_in, in_.height, in_.width, in_.channels), g.write);
  }

 private:
  template <typename F>
  void each_tile(const F& f) const {
    for (int64_t first = 0; first < height_; first += rows_) {
      f(first, std::min(first + rows_, height_));
    }
  }

  /// The number of rows below its own that an output reads.
  int64_t reach() const {
    if (w_.kind == StageKind::kSeparable) return w_.taps.halo();
    return w_.kind == StageKind::kFactorised ? 1 : 0;
  }

  /// Gathers the input of the pointwise convolution for output rows [first, last).
  const float* gather(int64_t first, int64_t last) {
    rows_of_input_.upto(std::min(in_.height, stride_ * (last - 1) + reach() + 1));
    const int64_t channels = in_.channels;
    float* to = s_.gathered_.data();
    switch (w_.kind) {
      case StageKind::kSeparable:
        depthwise(in_, w_.depthwise.data(), w_.taps, first, last,
                  dense(to, last - first, width_, channels), Write::kOver);
        break;
      case StageKind::kPointwise:
        if (in_.row == width_ * channels) return in_.at(first, 0);
        for (int64_t y = first; y < last; ++y, to += width_ * channels) {
          copy_pixel(in_.at(y, 0), to, width_ * channels);
        }
        break;
      case StageKind::kFactorised:
        for (int64_t y = first; y < last; ++y) {
          for (int64_t x = 0; x < width_; ++x, to += 2 * channels) {
            copy_pixel(in_.at(2 * y, 2 * x), to, channels);
            copy_pixel(in_.at(2 * y + 1, 2 * x + 1), to + channels, channels);
          }
        }
    }
    return s_.gathered_.data();
  }

  void backward_tile(const StageGradient& g, int64_t first, int64_t last) {
    const int64_t pixels = (last - first) * width_, at = first * width_ * w_.out;
    const Term terms[] = {{g.grad_output + at, g.norm->of_output.data()},
                          {g.z + at, g.norm->of_value.data()}};
    float* grad_z = s_.grad_z_.data();
    weighted_sum(terms, g.norm->constant.data(), {pixels, w_.out}, grad_z);
    if (g.grad_pointwise) {
      pointwise_weight_gradient(gather(first, last), w_.in, grad_z, w_.out, pixels,
                                g.grad_pointwise);
    }
    float* const grad_in = g.grad_in + first * width_ * w_.in;
    const bool at_once = w_.kind == StageKind::kPointwise && g.write == Write::kOver;
    const int64_t next = at + pixels * w_.out;
    pointwise({.in = grad_z,
               .pixels = pixels,
               .m = {w_.transposed.data(), w_.out, w_.in},
               .out = at_once ? grad_in : s_.grad_gathered_.data(),
               .ahead = {g.grad_output + next, g.z + next, rows_of_input_.next(first)}});
    switch (w_.kind) {
      case StageKind::kSeparable:
        if (g.grad_depthwise) {
          depthwise_weight_gradient(
              in_, dense(s_.grad_gathered_.data(), last - first, width_, in_.channels), w_.taps,
              first, last, g.grad_depthwise);
        }
        return place_strided(first, last);
      case StageKind::kFactorised:
        return scatter_add(g.grad_in, first, last);
      case StageKind::kPointwise:
        if (!at_once) add_pixel(s_.grad_gathered_.data(), grad_in, pixels * w_.in);
    }
  }

  /// The backward pass of gather() for a factorised reduction.
  void scatter_add(float* grad_in, int64_t first, int64_t last) const {
    const Image to = dense(grad_in, in_.height, in_.width, in_.channels);
    const float* from = s_.grad_gathered_.data();
    for (int64_t y = first; y < last; ++y) {
      for (int64_t x = 0; x < width_; ++x, from += 2 * in_.channels) {
        add_pixel(from, to.at(2 * y, 2 * x), in_.channels);
        if (2 * y + 1 == in_.height || 2 * x + 1 == in_.width) continue;
        add_pixel(from + in_.channels, to.at(2 * y + 1, 2 * x + 1), in_.channels);
      }
    }
  }

  /// Places the pixels of the gradient with respect to the depthwise result a
  /// stride apart in the frame.
  void place_strided(int64_t first, int64_t last) {
    const Image& to = s_.framed_.image();
    const float* from = s_.grad_gathered_.data();
    for (int64_t y = first; y < last; ++y) {
      if (stride_ == 1) {
        copy_pixel(from, to.at(y, 0), width_ * in_.channels);
        from += width_ * in_.channels;
        continue;
      }
      for (int64_t x = 0; x < width_; ++x, from += in_.channels) {
        copy_pixel(from, to.at(stride_ * y, stride_ * x), in_.channels);
      }
    }
  }

  const StageWeights& w_;
  ActivatedImage& rows_of_input_;
  ConstImage in_;  ///< only the requested rows are activated
  StageScratch& s_;
  int64_t stride_, height_, width_, rows_;
};

void stage_forward(const StageWeights& weights, ActivatedImage& in, StageScratch& scratch, float* z,
                   float* sums) {
  StageLoop(weights, in, scratch).forward(z, sums);
}

void stage_backward(const StageWeights& weights, ActivatedImage& in, StageScratch& scratch,
                    const StageGradient& gradient) {
  StageLoop(weights, in, scratch).backward(gradient);
}

}  // namespace tetlo::kernels
