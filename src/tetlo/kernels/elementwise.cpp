// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/elementwise.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/elementwise.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// f(d, c, first, last) for every vector of channels of pixels [first, last), a few pixels at a
/// time, so that memory is read in order and a cache line is not fetched again for its next vector.
template <class F>
HWY_INLINE void each_vector(const Extent& extent, const F& f) {
  constexpr int64_t kFloats = 2048;
  const int64_t chunk = std::max<int64_t>(4, kFloats / extent.channels);
  with_vectors(extent.channels, [&](auto d) HWY_ATTR {
    for (int64_t first = 0; first < extent.pixels; first += chunk) {
      const int64_t last = std::min(first + chunk, extent.pixels);
      for (int64_t c = 0; c < extent.channels; c += static_cast<int64_t>(hn::Lanes(d))) {
        f(d, c, first, last);
      }
    }
  });
}

template <class D>
HWY_INLINE hn::Vec<D> load_or(D d, const float* from, int64_t c, float otherwise) {
  return from ? hn::LoadU(d, from + c) : hn::Set(d, otherwise);
}

/// out = start + Σ of T terms, of one vector of channels; without a start, out itself is.
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

void weighted_sum_here(std::span<const Term> terms, const float* shift, const Extent& extent,
                       float* out) {
  each_vector(extent, [&](auto d, int64_t c, int64_t first, int64_t last) HWY_ATTR {
    const auto constant = load_or(d, shift, c, 0);
    const auto* start = &constant;
    size_t t = 0;
    do {
      const Term* next = terms.data() + t;
      switch (std::min<size_t>(4, terms.size() - t)) {
        case 0:
          sum_terms<0>(d, next, start, extent.channels, c, first, last, out);
          break;
        case 1:
          sum_terms<1>(d, next, start, extent.channels, c, first, last, out);
          break;
        case 2:
          sum_terms<2>(d, next, start, extent.channels, c, first, last, out);
          break;
        case 3:
          sum_terms<3>(d, next, start, extent.channels, c, first, last, out);
          break;
        default:
          sum_terms<4>(d, next, start, extent.channels, c, first, last, out);
      }
      t += 4;
      start = nullptr;
    } while (t < terms.size());
  });
}

/// Σ left · right of one vector of channels; without a right, Σ left.
template <class D>
HWY_INLINE hn::Vec<D> dot(D d, const float* left, const float* right, int64_t channels,
                          int64_t from, int64_t to) {
  // Four sums, for one would wait for each multiply-add before the next.
  hn::Vec<D> sum[4] = {hn::Zero(d), hn::Zero(d), hn::Zero(d), hn::Zero(d)};
  const auto add = [&](int64_t at, int u) HWY_ATTR {
    const auto value = hn::LoadU(d, left + at);
    sum[u] = right ? hn::MulAdd(value, hn::LoadU(d, right + at), sum[u]) : hn::Add(value, sum[u]);
  };
  int64_t at = from;
  for (; at + 3 * channels < to; at += 4 * channels) {
    TETLO_UNROLL for (int u = 0; u < 4; ++u) add(at + u * channels, u);
  }
  for (; at < to; at += channels) add(at, 0);
  return hn::Add(hn::Add(sum[0], sum[1]), hn::Add(sum[2], sum[3]));
}

void channel_dots_here(const float* left, std::span<const float* const> right, const Extent& extent,
                       float* sums) {
  each_vector(extent, [&](auto d, int64_t c, int64_t first, int64_t last) HWY_ATTR {
    const int64_t from = first * extent.channels + c, to = last * extent.channels;
    const auto add = [&](size_t row, const float* other) HWY_ATTR {
      float* sum = sums + static_cast<int64_t>(row) * extent.channels + c;
      const auto more = dot(d, left, other, extent.channels, from, to);
      hn::StoreU(hn::Add(hn::LoadU(d, sum), more), d, sum);
    };
    add(0, nullptr);
    for (size_t t = 0; t < right.size(); ++t) add(t + 1, right[t]);
  });
}

void load_activated_here(const float* x, const float* scale, const float* shift, const Image& out) {
  for (int64_t y = 0; y < out.height; ++y) {
    const float* from = x + y * out.width * out.channels;
    float* to = out.at(y, 0);
    each_vector({out.width, out.channels}, [&](auto d, int64_t c, int64_t first,
                                               int64_t last) HWY_ATTR {
      const auto factor = load_or(d, scale, c, 1), summand = load_or(d, shift, c, 0);
      for (int64_t at = first * out.channels + c; at < last * out.channels; at += out.channels) {
        const auto value = hn::MulAdd(factor, hn::LoadU(d, from + at), summand);
        hn::StoreU(hn::Max(value, hn::Zero(d)), d, to + at);
      }
    });
  }
}

void activated_gradient_here(const float* x, const Extent& extent, float* grad) {
  each_vector(extent, [&](auto d, int64_t c, int64_t first, int64_t last) HWY_ATTR {
    for (int64_t at = first * extent.channels + c; at < last * extent.channels;
         at += extent.channels) {
      const auto passes = hn::Gt(hn::LoadU(d, x + at), hn::Zero(d));
      hn::StoreU(hn::IfThenElseZero(passes, hn::LoadU(d, grad + at)), d, grad + at);
    }
  });
}

void mask_gradient_here(float* grad, const ConstImage& activated, const float* z, float* sums) {
  const Extent row{activated.width, activated.channels};
  for (int64_t y = 0; y < activated.height; ++y) {
    const int64_t start = y * row.pixels * row.channels;
    const float* active = activated.at(y, 0);
    each_vector(row, [&](auto d, int64_t c, int64_t first, int64_t last) HWY_ATTR {
      auto sum = hn::LoadU(d, sums + c), product = hn::LoadU(d, sums + row.channels + c);
      for (int64_t at = first * row.channels + c; at < last * row.channels; at += row.channels) {
        const auto passes = hn::Gt(hn::LoadU(d, active + at), hn::Zero(d));
        const auto passed = hn::IfThenElseZero(passes, hn::LoadU(d, grad + start + at));
        hn::StoreU(passed, d, grad + start + at);
        sum = hn::Add(sum, passed);
        product = hn::MulAdd(passed, hn::LoadU(d, z + start + at), product);
      }
      hn::StoreU(sum, d, sums + c);
      hn::StoreU(product, d, sums + row.channels + c);
    });
  }
}

}  // namespace tetlo::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tetlo::kernels {

HWY_EXPORT(weighted_sum_here);
HWY_EXPORT(channel_dots_here);
HWY_EXPORT(load_activated_here);
HWY_EXPORT(activated_gradient_here);
HWY_EXPORT(mask_gradient_here);

void weighted_sum(std::span<const Term> terms, const float* shift, const Extent& extent,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(weighted_sum_here)(terms, shift, extent, out);
}

void channel_dots(const float* left, std::span<const float* const> right, const Extent& extent,
                  float* sums) {
  HWY_DYNAMIC_DISPATCH(channel_dots_here)(left, right, extent, sums);
}

void load_activated(const float* x, const float* scale, const float* shift, const Image& out) {
  HWY_DYNAMIC_DISPATCH(load_activated_here)(x, scale, shift, out);
}

void activated_gradient(const float* x, const Extent& extent, float* grad) {
  HWY_DYNAMIC_DISPATCH(activated_gradient_here)(x, extent, grad);
}

void mask_gradient(float* grad, const ConstImage& activated, const float* z, float* sums) {
  HWY_DYNAMIC_DISPATCH(mask_gradient_here)(grad, activated, z, sums);
}

}  // namespace tetlo::kernels
#endif
