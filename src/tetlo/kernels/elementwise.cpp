// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/elementwise.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/elementwise.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// Calls f(d, c, first, last) for every vector of channels and every chunk of pixels [first, last).
/// Chunks have 256 floats, so that the hardware prefetcher sees each image that f reads as one
/// sequential stream.
template <class F>
HWY_INLINE void each_vector(const ImageSize& image_size, const F& f) {
  constexpr int64_t kFloats = 256;
  const int64_t chunk = std::max<int64_t>(4, kFloats / image_size.channels);
  with_vectors(image_size.channels, [&](auto d) HWY_ATTR {
    for (int64_t first = 0; first < image_size.pixels; first += chunk) {
      const int64_t last = std::min(first + chunk, image_size.pixels);
      for (int64_t c = 0; c < image_size.channels; c += static_cast<int64_t>(hn::Lanes(d))) {
        f(d, c, first, last);
      }
    }
  });
}

template <class D>
HWY_INLINE hn::Vec<D> load_or(D d, const float* from, int64_t c, float otherwise) {
  return from ? hn::LoadU(d, from + c) : hn::Set(d, otherwise);
}

/// out = start + Σ of T terms, for one vector of channels. A null start stands for `out` itself.
template <int T, class D>
HWY_INLINE void sum_terms(D d, const Term* terms, const hn::Vec<D>* start, int64_t channels,
                          int64_t c, int64_t first, int64_t last, float* out) {
  hn::Vec<D> scale[T > 0 ? T : 1];
  TETLO_UNROLL for (int t = 0; t < T; ++t) scale[t] = load_or(d, terms[t].scale, c, 1);
  for (int64_t at = first * channels + c; at < last * channels; at += channels) {
    auto sum = start ? *start : hn::LoadU(d, out + at);
    TETLO_UNROLL for (int t = 0; t < T; ++t) {
      sum = hn::MulAdd(scale[t], hn::LoadU(d, terms[t].data + at), sum);
    }
    hn::StoreU(sum, d, out + at);
  }
}

/// Calls f(count, first) for items [first, first + count): four at a time, then the rest.
template <class F>
HWY_INLINE void by_fours(size_t items, const F& f) {
  for (size_t first = 0; first < items; first += 4) {
    const auto count = static_cast<int>(std::min<size_t>(4, items - first));
    unrolled<4>([&](auto n) TETLO_INLINED {
      if (count == n + 1) f(std::integral_constant<int, n + 1>(), first);
    });
  }
}

void weighted_sum_here(std::span<const Term> terms, const float* shift, const ImageSize& image_size,
                       float* out) {
  each_vector(image_size, [&](auto d, int64_t c, int64_t from, int64_t to) HWY_ATTR {
    const auto constant = load_or(d, shift, c, 0);
    if (terms.empty())
      sum_terms<0>(d, terms.data(), &constant, image_size.channels, c, from, to, out);
    by_fours(terms.size(), [&](auto count, size_t first) TETLO_INLINED {
      sum_terms<count()>(d, terms.data() + first, first == 0 ? &constant : nullptr,
                         image_size.channels, c, from, to, out);
    });
  });
}

/// Adds Σ left · right to `sums` for each of R images on the right, for one vector of channels.
template <int R, class D>
HWY_INLINE void dots(D d, const float* left, const float* const* right, int64_t channels,
                     int64_t from, int64_t to, float* sums) {
  // Every chunk begins at zero, because rounding errors grow with the length of a sum.
  hn::Vec<D> sum[R];
  TETLO_UNROLL for (int r = 0; r < R; ++r) sum[r] = hn::Zero(d);
  for (int64_t at = from; at < to; at += channels) {
    const auto value = hn::LoadU(d, left + at);
    TETLO_UNROLL for (int r = 0; r < R; ++r) {
      sum[r] = hn::MulAdd(value, hn::LoadU(d, right[r] + at), sum[r]);
    }
  }
  TETLO_UNROLL for (int r = 0; r < R; ++r) {
    float* grows = sums + r * channels;
    hn::StoreU(hn::Add(hn::LoadU(d, grows), sum[r]), d, grows);
  }
}

/// Adds Σ left to `sum`, for one vector of channels.
template <class D>
HWY_INLINE void total(D d, const float* left, int64_t channels, int64_t from, int64_t to,
                      float* sum) {
  auto all = hn::Zero(d);
  for (int64_t at = from; at < to; at += channels) all = hn::Add(all, hn::LoadU(d, left + at));
  hn::StoreU(hn::Add(hn::LoadU(d, sum), all), d, sum);
}

void channel_dots_here(const float* left, std::span<const float* const> right,
                       const ImageSize& image_size, float* sums) {
  each_vector(image_size, [&](auto d, int64_t c, int64_t first_pixel, int64_t last_pixel) HWY_ATTR {
    const int64_t from = first_pixel * image_size.channels + c,
                  to = last_pixel * image_size.channels;
    total(d, left, image_size.channels, from, to, sums + c);
    by_fours(right.size(), [&](auto count, size_t first) TETLO_INLINED {
      dots<count()>(d, left, right.data() + first, image_size.channels, from, to,
                    sums + static_cast<int64_t>(first + 1) * image_size.channels + c);
    });
  });
}

/// Adds to the numbers of one vector of channels of `sums` [2, channels].
template <class D>
HWY_INLINE void add_both(D d, hn::Vec<D> sum, hn::Vec<D> product, float* sums, int64_t channels) {
  hn::StoreU(hn::Add(hn::LoadU(d, sums), sum), d, sums);
  hn::StoreU(hn::Add(hn::LoadU(d, sums + channels), product), d, sums + channels);
}

/// Calls f(d, c, from, at) for every vector of an image whose rows may be apart: it lies at `from`
/// among the floats of a dense image of this size, and at `at` in `out`.
template <class Start, class F>
HWY_INLINE void each_value(const Image& out, const Start& start, const F& f) {
  for (int64_t y = 0; y < out.height; ++y) {
    const int64_t row = y * out.width * out.channels;
    float* to = out.at(y, 0);
    each_vector({out.width, out.channels}, [&](auto d, int64_t c, int64_t first,
                                               int64_t last) HWY_ATTR {
      const auto constants = start(d, c);
      for (int64_t at = first * out.channels + c; at < last * out.channels; at += out.channels) {
        f(d, constants, row + at, to + at);
      }
    });
  }
}

/// The factor and the summand of one vector of channels.
template <class V>
struct Affine {
  V scale, shift;
};

template <class D>
HWY_INLINE Affine<hn::Vec<D>> affine(D d, const Preactivation& of, int64_t c) {
  return {load_or(d, of.scale, c, 1), load_or(d, of.shift, c, 0)};
}

void load_activated_here(const Preactivation& of, const Image& out) {
  each_value(
      out, [&](auto d, int64_t c) TETLO_INLINED { return affine(d, of, c); },
      [&](auto d, const auto& by, int64_t from, float* to) TETLO_INLINED {
        const auto value = hn::MulAdd(by.scale, hn::LoadU(d, of.x + from), by.shift);
        // A maximum would turn NaN into 0.
        const auto negative = hn::Lt(value, hn::Zero(d));
        hn::StoreU(hn::IfThenZeroElse(negative, value), d, to);
      });
}

void load_activated_tangent_here(const Preactivation& of, const PreactivationTangent& tangent,
                                 const Image& out) {
  each_value(
      out,
      [&](auto d, int64_t c) TETLO_INLINED {
        return std::pair(affine(d, of, c),
                         Affine<hn::Vec<decltype(d)>>{load_or(d, tangent.scale, c, 0),
                                                      load_or(d, tangent.shift, c, 0)});
      },
      [&](auto d, const auto& by, int64_t from, float* to) TETLO_INLINED {
        const auto& [value, moved] = by;
        const auto x = hn::LoadU(d, of.x + from), x_tangent = hn::LoadU(d, tangent.x + from);
        const auto passes = hn::Gt(hn::MulAdd(value.scale, x, value.shift), hn::Zero(d));
        const auto all =
            hn::MulAdd(value.scale, x_tangent, hn::MulAdd(moved.scale, x, moved.shift));
        hn::StoreU(hn::IfThenElseZero(passes, all), d, to);
      });
}

void activated_gradient_here(const Preactivation& of, const ImageSize& image_size, float* grad,
                             float* sums) {
  const int64_t channels = image_size.channels;
  each_vector(image_size, [&](auto d, int64_t c, int64_t first, int64_t last) HWY_ATTR {
    const auto by = affine(d, of, c);
    auto sum = hn::Zero(d), product = hn::Zero(d);
    for (int64_t at = first * channels + c; at < last * channels; at += channels) {
      const auto value = hn::LoadU(d, of.x + at);
      const auto passes = hn::Gt(hn::MulAdd(by.scale, value, by.shift), hn::Zero(d));
      const auto passed = hn::IfThenElseZero(passes, hn::LoadU(d, grad + at));
      hn::StoreU(passed, d, grad + at);
      sum = hn::Add(sum, passed);
      product = hn::MulAdd(passed, value, product);
    }
    if (sums) add_both(d, sum, product, sums + c, channels);
  });
}

void activated_gradient_tangent_here(const Preactivation& of, const float* x_tangent,
                                     const ImageSize& image_size, const GradientPair& grad,
                                     float* sums) {
  const int64_t channels = image_size.channels;
  each_vector(image_size, [&](auto d, int64_t c, int64_t first, int64_t last) HWY_ATTR {
    const auto by = affine(d, of, c);
    auto sum = hn::Zero(d), product = hn::Zero(d);
    for (int64_t at = first * channels + c; at < last * channels; at += channels) {
      const auto value = hn::LoadU(d, of.x + at);
      const auto passes = hn::Gt(hn::MulAdd(by.scale, value, by.shift), hn::Zero(d));
      const auto passed = hn::IfThenElseZero(passes, hn::LoadU(d, grad.tangent + at));
      hn::StoreU(passed, d, grad.tangent + at);
      sum = hn::Add(sum, passed);
      product = hn::MulAdd(passed, value, product);
      product = hn::MulAdd(hn::LoadU(d, grad.value + at), hn::LoadU(d, x_tangent + at), product);
    }
    add_both(d, sum, product, sums + c, channels);
  });
}

}  // namespace tetlo::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tetlo::kernels {

HWY_EXPORT(weighted_sum_here);
HWY_EXPORT(channel_dots_here);
HWY_EXPORT(load_activated_here);
HWY_EXPORT(load_activated_tangent_here);
HWY_EXPORT(activated_gradient_here);
HWY_EXPORT(activated_gradient_tangent_here);

void weighted_sum(std::span<const Term> terms, const float* shift, const ImageSize& image_size,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(weighted_sum_here)(terms, shift, image_size, out);
}

void channel_dots(const float* left, std::span<const float* const> right,
                  const ImageSize& image_size, float* sums) {
  HWY_DYNAMIC_DISPATCH(channel_dots_here)(left, right, image_size, sums);
}

void load_activated(const Preactivation& of, const Image& out) {
  HWY_DYNAMIC_DISPATCH(load_activated_here)(of, out);
}

void load_activated_tangent(const Preactivation& of, const PreactivationTangent& tangent,
                            const Image& out) {
  HWY_DYNAMIC_DISPATCH(load_activated_tangent_here)(of, tangent, out);
}

void activated_gradient(const Preactivation& of, const ImageSize& image_size, float* grad,
                        float* sums) {
  HWY_DYNAMIC_DISPATCH(activated_gradient_here)(of, image_size, grad, sums);
}

void activated_gradient_tangent(const Preactivation& of, const float* x_tangent,
                                const ImageSize& image_size, const GradientPair& grad,
                                float* sums) {
  HWY_DYNAMIC_DISPATCH(activated_gradient_tangent_here)(of, x_tangent, image_size, grad, sums);
}

}  // namespace tetlo::kernels
#endif
