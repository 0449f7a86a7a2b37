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

}  // namespace

StageScratch::Tiles::Tiles(const ConstImage& in, int64_t halo, int64_t pixels, int64_t out)
    : gathered(2 * pixels * in.channels),
      grad_gathered(2 * pixels * in.channels),
      grad_z(pixels * out),
      framed(in.height, in.width, in.channels, halo) {}

StageScratch::StageScratch(const ActivatedImage& in, int64_t halo, int64_t stride, int64_t out)
    : value_(in.image(), halo, tile_pixels(in.image(), stride), out) {
  if (in.has_tangent()) tangent_.emplace(in.image(), halo, tile_pixels(in.image(), stride), out);
}

/// Computes one stage of one image, a tile of rows at a time.
class StageLoop {
 public:
  StageLoop(const StageWeightPair& weights, ActivatedImage& in, StageScratch& scratch)
      : w_(weights.value),
        tangent_(weights.tangent ? &*weights.tangent : nullptr),
        rows_of_input_(in),
        in_(in.image()),
        s_(scratch),
        stride_(w_.taps.stride),
        height_((in_.height + stride_ - 1) / stride_),
        width_((in_.width + stride_ - 1) / stride_),
        rows_(tile_rows(width_, in_.channels)) {}

  void forward(const StageOutput& out) {
    each_tile([&](int64_t first, int64_t last) {
      const int64_t at = first * width_ * w_.out;
      const float* gathered = gather(first, last);
      Product product{.in = gathered,
                      .pixels = (last - first) * width_,
                      .m = {w_.pointwise.data(), w_.in, w_.out},
                      .out = out.z + at,
                      .sums = out.sums,
                      .ahead = {rows_of_input_.next(first)}};
      pointwise(product);
      if (!tangent_) return;
      product.in = gather_tangent(first, last);
      product.second_in = gathered;
      product.second_weights = tangent_->pointwise.data();
      product.out = out.z_tangent + at;
      product.sums = out.sums_tangent;
      product.times = out.z + at;
      product.ahead = {rows_of_input_.next_tangent(first)};
      pointwise(product);
    });
  }

  void backward(const StageGradient& g) {
    const bool scatters = w_.kind == StageKind::kFactorised && g.write == Write::kOver;
    if (scatters) clear(g.grad_in);
    if (scatters && tangent_) clear(g.grad_in_tangent);
    each_tile([&](int64_t first, int64_t last) { backward_tile(g, first, last); });
    if (w_.kind != StageKind::kSeparable) return;
    backward_depthwise(s_.value_, w_, {g.grad_in, g.write});
    if (!tangent_) return;
    backward_depthwise(*s_.tangent_, w_, {g.grad_in_tangent, g.write});
    backward_depthwise(s_.value_, *tangent_, {g.grad_in_tangent, Write::kAdd});
  }

 private:
  using Tiles = StageScratch::Tiles;

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
    rows_of_input_.make(std::min(in_.height, stride_ * (last - 1) + reach() + 1));
    return gather_from(in_, first, last, s_.value_.gathered);
  }

  /// The tangent of gather(), which must have been called before.
  const float* gather_tangent(int64_t first, int64_t last) {
    Buffer& gathered = s_.tangent_->gathered;
    const float* from = gather_from(rows_of_input_.tangent(), first, last, gathered);
    if (w_.kind == StageKind::kSeparable) {
      depthwise(in_, tangent_->depthwise.data(), w_.taps, first, last,
                dense(gathered.data(), last - first, width_, in_.channels), Write::kAdd);
    }
    return from;
  }

  const float* gather_from(const ConstImage& in, int64_t first, int64_t last, Buffer& gathered) {
    const int64_t channels = in.channels;
    float* to = gathered.data();
    switch (w_.kind) {
      case StageKind::kSeparable:
        depthwise(in, w_.depthwise.data(), w_.taps, first, last,
                  dense(to, last - first, width_, channels), Write::kOver);
        break;
      case StageKind::kPointwise:
        if (in.row == width_ * channels) return in.at(first, 0);
        for (int64_t y = first; y < last; ++y, to += width_ * channels) {
          copy_pixel(in.at(y, 0), to, width_ * channels);
        }
        break;
      case StageKind::kFactorised:
        for (int64_t y = first; y < last; ++y) {
          for (int64_t x = 0; x < width_; ++x, to += 2 * channels) {
            copy_pixel(in.at(2 * y, 2 * x), to, channels);
            copy_pixel(in.at(2 * y + 1, 2 * x + 1), to + channels, channels);
          }
        }
    }
    return gathered.data();
  }

  void backward_tile(const StageGradient& g, int64_t first, int64_t last) {
    const int64_t pixels = (last - first) * width_, at = first * width_ * w_.out;
    norm_gradients(g, at, pixels);
    if (g.grad_pointwise) pointwise_weight_gradients(g, first, last);
    const int64_t next = at + pixels * w_.out;
    const bool at_once = w_.kind == StageKind::kPointwise && g.write == Write::kOver;
    const auto out = [&](float* grad_in, Tiles& tiles) {
      return at_once ? grad_in + first * width_ * w_.in : tiles.grad_gathered.data();
    };
    Product product{.in = s_.value_.grad_z.data(),
                    .pixels = pixels,
                    .m = {w_.transposed.data(), w_.out, w_.in},
                    .out = out(g.grad_in, s_.value_),
                    .ahead = {g.grad_output + next, g.z + next, rows_of_input_.next(first)}};
    pointwise(product);
    if (tangent_) {
      product.second_in = product.in;
      product.second_weights = tangent_->transposed.data();
      product.in = s_.tangent_->grad_z.data();
      product.out = out(g.grad_in_tangent, *s_.tangent_);
      product.ahead = {g.grad_output_tangent + next, g.z_tangent + next,
                       rows_of_input_.next_tangent(first)};
      pointwise(product);
    }
    if (g.grad_depthwise && w_.kind == StageKind::kSeparable) {
      depthwise_weight_gradients(g, first, last);
    }
    if (at_once) return;
    place(s_.value_, g.grad_in, first, last);
    if (tangent_) place(*s_.tangent_, g.grad_in_tangent, first, last);
  }

  /// ∂/∂z of a tile, and its tangent.
  void norm_gradients(const StageGradient& g, int64_t at, int64_t pixels) {
    const auto& [value, tangent] = *g.norm;
    const ImageSize size{pixels, w_.out};
    const Term terms[] = {{g.grad_output + at, value.of_output.data()},
                          {g.z + at, value.of_value.data()}};
    weighted_sum(terms, value.constant.data(), size, s_.value_.grad_z.data());
    if (!tangent_) return;
    const Term tangents[] = {{g.grad_output_tangent + at, value.of_output.data()},
                             {g.grad_output + at, tangent.of_output.data()},
                             {g.z_tangent + at, value.of_value.data()},
                             {g.z + at, tangent.of_value.data()}};
    weighted_sum(tangents, tangent.constant.data(), size, s_.tangent_->grad_z.data());
  }

  void pointwise_weight_gradients(const StageGradient& g, int64_t first, int64_t last) {
    const auto add = [&](const float* gathered, const Tiles& grad) {
      pointwise_weight_gradient(gathered, w_.in, grad.grad_z.data(), w_.out,
                                (last - first) * width_, g.grad_pointwise);
    };
    const float* gathered = gather(first, last);
    if (!tangent_) return add(gathered, s_.value_);
    add(gathered, *s_.tangent_);
    add(gather_tangent(first, last), s_.value_);
  }

  void depthwise_weight_gradients(const StageGradient& g, int64_t first, int64_t last) {
    const auto add = [&](const ConstImage& in, Tiles& grad) {
      depthwise_weight_gradient(
          in, dense(grad.grad_gathered.data(), last - first, width_, in_.channels), w_.taps, first,
          last, g.grad_depthwise);
    };
    if (!tangent_) return add(in_, s_.value_);
    add(in_, *s_.tangent_);
    add(rows_of_input_.tangent(), s_.value_);
  }

  /// Adds the gradient with respect to the gathered input to that with respect to the input, or
  /// puts it where backward_depthwise() reads it.
  void place(Tiles& grad, float* grad_in, int64_t first, int64_t last) const {
    switch (w_.kind) {
      case StageKind::kSeparable:
        return place_strided(grad, first, last);
      case StageKind::kFactorised:
        return scatter_add(grad.grad_gathered.data(), grad_in, first, last);
      case StageKind::kPointwise:
        add_pixel(grad.grad_gathered.data(), grad_in + first * width_ * w_.in,
                  (last - first) * width_ * w_.in);
    }
  }

  /// The backward pass of gather() for a factorised reduction.
  void scatter_add(const float* from, float* grad_in, int64_t first, int64_t last) const {
    const Image to = dense(grad_in, in_.height, in_.width, in_.channels);
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
  void place_strided(Tiles& grad, int64_t first, int64_t last) const {
    const Image& to = grad.framed.image();
    const float* from = grad.grad_gathered.data();
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

  struct Destination {
    float* data;
    Write write;
  };

  /// The gradient with respect to the input of a depthwise convolution, whose output's gradient is
  /// in the frame.
  void backward_depthwise(const Tiles& grad, const StageWeights& weights,
                          const Destination& to) const {
    const Taps taps{.kernel = w_.taps.kernel, .dilation = w_.taps.dilation};
    depthwise(grad.framed.image(), weights.rotated.data(), taps, 0, in_.height,
              dense(to.data, in_.height, in_.width, in_.channels), to.write);
  }

  void clear(float* grad_in) const {
    std::fill_n(grad_in, in_.height * in_.width * in_.channels, 0.0F);
  }

  const StageWeights& w_;
  const StageWeights* tangent_;
  ActivatedImage& rows_of_input_;
  ConstImage in_;  ///< only the requested rows are activated
  StageScratch& s_;
  int64_t stride_, height_, width_, rows_;
};

void stage_forward(const StageWeightPair& weights, ActivatedImage& in, StageScratch& scratch,
                   const StageOutput& out) {
  StageLoop(weights, in, scratch).forward(out);
}

void stage_backward(const StageWeightPair& weights, ActivatedImage& in, StageScratch& scratch,
                    const StageGradient& gradient) {
  StageLoop(weights, in, scratch).backward(gradient);
}

}  // namespace tetlo::kernels
