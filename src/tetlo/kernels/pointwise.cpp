// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/pointwise.h"

#include <hwy/cache_control.h>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/pointwise.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// sum[r][v] += Σ_k left(r, k) · right[k, v] for R rows and V vectors of columns. The sums stay in
/// registers while the inner index k runs.
template <int R, int V, class D>
HWY_INLINE void multiply(D d, const float* left, int64_t left_row, int64_t left_step,
                         const float* right, int64_t right_step, int64_t inner,
                         hn::Vec<D> (&sum)[R][V]) {
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  for (int64_t k = 0; k < inner; ++k) {
    hn::Vec<D> from[V];
    for (int v = 0; v < V; ++v) from[v] = hn::LoadU(d, right + k * right_step + v * lanes);
    for (int r = 0; r < R; ++r) {
      const auto factor = hn::Set(d, left[r * left_row + k * left_step]);
      for (int v = 0; v < V; ++v) sum[r][v] = hn::MulAdd(factor, from[v], sum[r][v]);
    }
  }
}

/// Computes V vectors of columns of a product, or the sum of `two` products. `Inner`, the number of input channels, is an integer
/// or, if the compiler is to know it, an integral_constant.
template <int V, bool two, class Inner, class D>
class Columns {
 public:
  Columns(D d, const Product& p, Inner inner, int64_t column)
      : d_(d), p_(p), inner_(inner), column_(column), times_(p.times ? p.times : p.out) {
    for (int v = 0; v < V; ++v) sum_[v] = dot_[v] = hn::Zero(d);
  }

  template <int R>
  HWY_INLINE void rows(int64_t first) {
    const auto lanes = static_cast<int64_t>(hn::Lanes(d_));
    if (column_ == 0) prefetch_ahead(first * inner_, R * inner_);
    hn::Vec<D> product[R][V];
    for (int r = 0; r < R; ++r) {
      for (int v = 0; v < V; ++v) product[r][v] = hn::Zero(d_);
    }
    multiply<R, V>(d_, p_.in + first * inner_, inner_, 1, p_.m.weights + column_, p_.m.out, inner_,
                   product);
    if constexpr (two) {
      multiply<R, V>(d_, p_.second_in + first * inner_, inner_, 1, p_.second_weights + column_,
                     p_.m.out, inner_, product);
    }
    for (int r = 0; r < R; ++r) {
      for (int v = 0; v < V; ++v) {
        const int64_t at = (first + r) * p_.m.out + column_ + v * lanes;
        hn::StoreU(product[r][v], d_, p_.out + at);
        sum_[v] = hn::Add(sum_[v], product[r][v]);
        auto other = product[r][v];
        if constexpr (two) other = hn::LoadU(d_, times_ + at);  // after the store, as it may be out
        dot_[v] = hn::MulAdd(product[r][v], other, dot_[v]);
      }
    }
  }

  void add_to_sums() const {
    const auto lanes = static_cast<int64_t>(hn::Lanes(d_));
    for (int v = 0; v < V; ++v) {
      float* sum = p_.sums + column_ + v * lanes;
      float* dot = sum + p_.m.out;
      hn::StoreU(hn::Add(hn::LoadU(d_, sum), sum_[v]), d_, sum);
      hn::StoreU(hn::Add(hn::LoadU(d_, dot), dot_[v]), d_, dot);
    }
  }

 private:
  HWY_INLINE void prefetch_ahead(int64_t from, int64_t size) const {
    constexpr int64_t kCacheLine = 16;
    for (const float* ahead : p_.ahead) {
      if (!ahead) continue;
      for (int64_t i = from; i < from + size; i += kCacheLine) hwy::Prefetch(ahead + i);
    }
  }

  D d_;
  const Product& p_;
  Inner inner_;
  int64_t column_;
  const float* times_;
  hn::Vec<D> sum_[V], dot_[V];
};

template <int V, bool two, class Inner, class D>
void multiply_columns(D d, const Product& product, Inner inner, int64_t column) {
  constexpr int kRows = V == 1 ? 8 : 4;
  Columns<V, two, Inner, D> columns(d, product, inner, column);
  int64_t p = 0;
  for (; p + kRows <= product.pixels; p += kRows) columns.template rows<kRows>(p);
  for (; p < product.pixels; ++p) columns.template rows<1>(p);
  if (product.sums) columns.add_to_sums();
}

template <bool two, class Inner>
void multiply_all(const Product& product, Inner inner) {
  const int64_t columns = product.m.out;
  with_vectors(columns, [&](auto d) HWY_ATTR {
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    int64_t column = 0;
    for (; column + 2 * lanes <= columns; column += 2 * lanes) {
      multiply_columns<2, two>(d, product, inner, column);
    }
    if (column < columns) multiply_columns<1, two>(d, product, inner, column);
  });
}

/// With 16 input channels, computing the addresses of rows would take as long as multiplying them,
/// so that number is a compile-time constant.
void pointwise_here(const Product& product) {
  constexpr std::integral_constant<int64_t, 16> few;
  const auto multiply_with = [&](auto inner) {
    product.second_in ? multiply_all<true>(product, inner) : multiply_all<false>(product, inner);
  };
  if (product.m.in == few) {
    multiply_with(few);
  } else {
    multiply_with(product.m.in);
  }
}

/// Computes the weight gradient for R input channels and V vectors of output channels.
template <int R, int V, class D>
HWY_INLINE void gradient_block(D d, const float* in, int64_t in_channels, const float* grad_out,
                               int64_t out_channels, int64_t pixels, float* grad_weights) {
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  hn::Vec<D> sum[R][V];
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v)
      sum[r][v] = hn::LoadU(d, grad_weights + r * out_channels + v * lanes);
  }
  multiply<R, V>(d, in, 1, in_channels, grad_out, out_channels, pixels, sum);
  for (int r = 0; r < R; ++r) {
    for (int v = 0; v < V; ++v)
      hn::StoreU(sum[r][v], d, grad_weights + r * out_channels + v * lanes);
  }
}

void weight_gradient_here(const float* in, int64_t in_channels, const float* grad_out,
                          int64_t out_channels, int64_t pixels, float* grad_weights) {
  with_vectors(out_channels, [&](auto d) HWY_ATTR {
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    for (int64_t i = 0; i < in_channels; i += 4) {
      float* to = grad_weights + i * out_channels;
      int64_t o = 0;
      for (; o + 2 * lanes <= out_channels; o += 2 * lanes) {
        gradient_block<4, 2>(d, in + i, in_channels, grad_out + o, out_channels, pixels, to + o);
      }
      if (o < out_channels) {
        gradient_block<4, 1>(d, in + i, in_channels, grad_out + o, out_channels, pixels, to + o);
      }
    }
  });
}

}  // namespace tetlo::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tetlo::kernels {

HWY_EXPORT(pointwise_here);
HWY_EXPORT(weight_gradient_here);

void pointwise(const Product& product) { HWY_DYNAMIC_DISPATCH(pointwise_here)(product); }

void pointwise_weight_gradient(const float* in, int64_t in_channels, const float* grad_out,
                               int64_t out_channels, int64_t pixels, float* grad_weights) {
  HWY_DYNAMIC_DISPATCH(weight_gradient_here)
  (in, in_channels, grad_out, out_channels, pixels, grad_weights);
}

}  // namespace tetlo::kernels
#endif
