// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/depthwise.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/depthwise.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// Taps known to the compiler. Each pixel is then loaded once and used for every output in
/// registers to which it contributes.
template <int Kernel, int Dilation, int Stride>
struct FixedTaps {
  static constexpr int K = Kernel, D = Dilation, S = Stride;
  /// The number of pixels of a row that B neighbouring outputs read.
  static constexpr int reach(int B) { return S * (B - 1) + D * (K - 1) + 1; }
};

/// Calls f(b, j) for every output b < B and tap j that read pixel x, that is S b + D j = x.
template <class T, int B, int x, class F>
HWY_INLINE void each_use(const F& f) {
  unrolled<T::K>([&](auto tap) TETLO_INLINED {
    constexpr int j = decltype(tap)::value, rest = x - T::D * j;
    if constexpr (rest >= 0 && rest % T::S == 0 && rest / T::S < B) f(rest / T::S, j);
  });
}

/// Computes B neighbouring outputs of one vector of channels. Their sums and one row of the filter
/// stay in registers.
template <class T, int B, class V>
HWY_INLINE void block(V d, const ConstImage& in, const float* from, const float* weights,
                      Write write, float* out) {
  hn::Vec<V> sum[B];
  TETLO_UNROLL for (int b = 0; b < B; ++b) {
    sum[b] = write == Write::kAdd ? hn::LoadU(d, out + b * in.channels) : hn::Zero(d);
  }
  for (int i = 0; i < T::K; ++i) {
    const float* pixel = from + i * T::D * in.row;
    hn::Vec<V> weight[T::K];
    TETLO_UNROLL for (int j = 0; j < T::K; ++j) {
      weight[j] = hn::LoadU(d, weights + (i * T::K + j) * in.channels);
    }
    unrolled<T::reach(B)>([&](auto x) TETLO_INLINED {
      const auto value = in_register(hn::LoadU(d, pixel));
      each_use<T, B, decltype(x)::value>(
          [&](int b, int j) TETLO_INLINED { sum[b] = hn::MulAdd(weight[j], value, sum[b]); });
      pixel += in.channels;
    });
  }
  TETLO_UNROLL for (int b = 0; b < B; ++b) hn::StoreU(sum[b], d, out + b * in.channels);
}

template <class T>
struct Forward {
  template <class V>
  void operator()(V d, const ConstImage& in, const float* weights, int64_t first, int64_t last,
                  const Image& out, Write write) const {
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    const int64_t halo = T::D * (T::K - 1) / 2;
    for (int64_t y = first; y < last; ++y) {
      for (int64_t c = 0; c < in.channels; c += lanes) {
        const float* from = in.at(T::S * y - halo, -halo) + c;
        float* to = out.at(y - first, 0) + c;
        const auto at = [&](int64_t x) { return from + x * T::S * in.channels; };
        int64_t x = 0;
        for (; x + 8 <= out.width; x += 8) {
          block<T, 8>(d, in, at(x), weights + c, write, to + x * out.channels);
        }
        if (x + 4 <= out.width) {
          block<T, 4>(d, in, at(x), weights + c, write, to + x * out.channels);
          x += 4;
        }
        for (; x < out.width; ++x) {
          block<T, 1>(d, in, at(x), weights + c, write, to + x * out.channels);
        }
      }
    }
  }
};

/// Works on a few rows of the filter at a time, so that about ten sums are in progress: enough to
/// hide the latency of a multiply-add, few enough to stay in registers.
template <class T>
struct WeightGradient {
  template <class V>
  void operator()(V d, const ConstImage& in, const ConstImage& grad_out, int64_t first,
                  int64_t last, float* grad_weights) const {
    constexpr int R = T::K == 3 ? 3 : (T::K == 5 ? 2 : 1);
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    for (int64_t c = 0; c < in.channels; c += lanes) {
      int i = 0;
      for (; i + R <= T::K; i += R) rows<R>(d, in, grad_out, first, last, i, c, grad_weights);
      for (; i < T::K; ++i) rows<1>(d, in, grad_out, first, last, i, c, grad_weights);
    }
  }

  template <int R, class V>
  HWY_INLINE void rows(V d, const ConstImage& in, const ConstImage& grad_out, int64_t first,
                       int64_t last, int i, int64_t c, float* grad_weights) const {
    const int64_t halo = T::D * (T::K - 1) / 2;
    hn::Vec<V> sum[R][T::K];
    unrolled<R>([&](auto r) TETLO_INLINED {
      unrolled<T::K>([&](auto j) TETLO_INLINED { sum[r][j] = hn::Zero(d); });
    });
    for (int64_t y = first; y < last; ++y) {
      const float* grad = grad_out.at(y - first, 0) + c;
      const float* from = in.at(T::S * y - halo + i * T::D, -halo) + c;
      const auto pixels = [&](auto count, int64_t x) TETLO_INLINED {
        add<count()>(d, grad + x * grad_out.channels, from + x * T::S * in.channels, in, sum);
      };
      int64_t x = 0;
      for (; x + 4 <= grad_out.width; x += 4) pixels(std::integral_constant<int, 4>(), x);
      for (; x < grad_out.width; ++x) pixels(std::integral_constant<int, 1>(), x);
    }
    unrolled<R>([&](auto r) TETLO_INLINED {
      unrolled<T::K>([&](auto j) TETLO_INLINED {
        float* to = grad_weights + ((i + r) * T::K + j) * in.channels + c;
        hn::StoreU(hn::Add(hn::LoadU(d, to), sum[r][j]), d, to);
      });
    });
  }

  /// Adds the contributions of B neighbouring outputs to R rows of the filter's gradient.
  template <int B, int R, class V>
  HWY_INLINE void add(V d, const float* grad, const float* from, const ConstImage& in,
                      hn::Vec<V> (&sum)[R][T::K]) const {
    hn::Vec<V> g[B];
    TETLO_UNROLL for (int b = 0; b < B; ++b) {
      g[b] = in_register(hn::LoadU(d, grad + b * in.channels));
    }
    unrolled<T::reach(B)>([&](auto x) TETLO_INLINED {
      unrolled<R>([&](auto r) TETLO_INLINED {
        const auto value = in_register(hn::LoadU(d, from + r * T::D * in.row + x * in.channels));
        each_use<T, B, decltype(x)::value>(
            [&](int b, int j) TETLO_INLINED { sum[r][j] = hn::MulAdd(g[b], value, sum[r][j]); });
      });
    });
  }
};

/// Calls Loop<FixedTaps<…>>() for the given taps with `arguments`.
template <template <class> class Loop, class... Arguments>
void with_taps(const Taps& taps, int64_t channels, const Arguments&... arguments) {
  const auto run = [&](auto loop) {
    with_vectors(channels, [&](auto d) { loop(d, arguments...); });
  };
  const auto with_kernel = [&](auto dilation, auto stride) {
    constexpr int D = decltype(dilation)::value, S = decltype(stride)::value;
    switch (taps.kernel) {
      case 3:
        return run(Loop<FixedTaps<3, D, S>>());
      case 5:
        return run(Loop<FixedTaps<5, D, S>>());
      case 7:
        return run(Loop<FixedTaps<7, D, S>>());
      default:
        HWY_ABORT("a depthwise kernel of side %d", static_cast<int>(taps.kernel));
    }
  };
  const std::integral_constant<int, 1> one;
  const std::integral_constant<int, 2> two;
  if (taps.dilation == 1) {
    taps.stride == 1 ? with_kernel(one, one) : with_kernel(one, two);
  } else {
    taps.stride == 1 ? with_kernel(two, one) : with_kernel(two, two);
  }
}

void depthwise_here(const ConstImage& in, const float* weights, const Taps& taps, int64_t first,
                    int64_t last, const Image& out, Write write) {
  with_taps<Forward>(taps, in.channels, in, weights, first, last, out, write);
}

void weight_gradient_here(const ConstImage& in, const ConstImage& grad_out, const Taps& taps,
                          int64_t first, int64_t last, float* grad_weights) {
  with_taps<WeightGradient>(taps, in.channels, in, grad_out, first, last, grad_weights);
}

}  // namespace tetlo::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tetlo::kernels {

HWY_EXPORT(depthwise_here);
HWY_EXPORT(weight_gradient_here);

void depthwise(const ConstImage& in, const float* weights, const Taps& taps, int64_t first,
               int64_t last, const Image& out, Write write) {
  HWY_DYNAMIC_DISPATCH(depthwise_here)(in, weights, taps, first, last, out, write);
}

void depthwise_weight_gradient(const ConstImage& in, const ConstImage& grad_out, const Taps& taps,
                               int64_t first, int64_t last, float* grad_weights) {
  HWY_DYNAMIC_DISPATCH(weight_gradient_here)(in, grad_out, taps, first, last, grad_weights);
}

}  // namespace tetlo::kernels
#endif
