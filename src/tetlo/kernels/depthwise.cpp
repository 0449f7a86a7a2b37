// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/depthwise.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/depthwise.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// B neighbouring outputs of one vector of channels: B sums and a row of the filter stay in
/// registers.
template <int K, int B, class D>
HWY_INLINE void block(D d, const ConstImage& in, const float* from, const float* weights,
                      const Taps& taps, Write write, float* out) {
  const int64_t next = taps.stride * in.channels, tap = taps.dilation * in.channels;
  hn::Vec<D> sum[B];
  TETLO_UNROLL for (int b = 0; b < B; ++b) {
    sum[b] = write == Write::kAdd ? hn::LoadU(d, out + b * in.channels) : hn::Zero(d);
  }
  for (int i = 0; i < K; ++i) {
    const float* row = from + i * taps.dilation * in.row;
    hn::Vec<D> weight[K];
    TETLO_UNROLL for (int j = 0; j < K; ++j) {
      weight[j] = hn::LoadU(d, weights + (i * K + j) * in.channels);
    }
    const float* pixel = row;
    TETLO_UNROLL for (int b = 0; b < B; ++b) {
      asm("" : "+r"(pixel));
      TETLO_UNROLL for (int j = 0; j < K; ++j) {
        sum[b] = hn::MulAdd(weight[j], hn::LoadU(d, pixel + j * tap), sum[b]);
      }
      pixel += next;
    }
  }
  TETLO_UNROLL for (int b = 0; b < B; ++b) hn::StoreU(sum[b], d, out + b * in.channels);
}

template <int K>
struct Forward {
  template <class D>
  void operator()(D d, const ConstImage& in, const float* weights, const Taps& taps, int64_t first,
                  int64_t last, const Image& out, Write write) const {
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    const int64_t halo = taps.halo();
    for (int64_t y = first; y < last; ++y) {
      for (int64_t c = 0; c < in.channels; c += lanes) {
        const float* from = in.at(taps.stride * y - halo, -halo) + c;
        float* to = out.at(y - first, 0) + c;
        const auto at = [&](int64_t x) { return from + x * taps.stride * in.channels; };
        int64_t x = 0;
        for (; x + 8 <= out.width; x += 8) {
          block<K, 8>(d, in, at(x), weights + c, taps, write, to + x * out.channels);
        }
        if (x + 4 <= out.width) {
          block<K, 4>(d, in, at(x), weights + c, taps, write, to + x * out.channels);
          x += 4;
        }
        for (; x < out.width; ++x) {
          block<K, 1>(d, in, at(x), weights + c, taps, write, to + x * out.channels);
        }
      }
    }
  }
};

/// Filter rows R at a time and U pixels at a time, so that about ten independent sums are under
/// way, enough to hide the latency of a multiply-add.
template <int K, int R, int U>
struct WeightGradient {
  template <class D>
  void operator()(D d, const ConstImage& in, const ConstImage& grad_out, const Taps& taps,
                  int64_t first, int64_t last, float* grad_weights) const {
    const auto lanes = static_cast<int64_t>(hn::Lanes(d));
    const int64_t halo = taps.halo(), tap = taps.dilation * in.channels;
    const int64_t next = taps.stride * in.channels;
    for (int64_t c = 0; c < in.channels; c += lanes) {
      for (int i = 0; i < K; i += R) {
        hn::Vec<D> sum[U][R][K];
        for (int u = 0; u < U; ++u) {
          for (int r = 0; r < R; ++r) {
            for (int j = 0; j < K; ++j) sum[u][r][j] = hn::Zero(d);
          }
        }
        for (int64_t y = first; y < last; ++y) {
          const float* grad = grad_out.at(y - first, 0) + c;
          const float* from = in.at(taps.stride * y - halo + i * taps.dilation, -halo) + c;
          const auto add = [&](int64_t x, int u) HWY_ATTR {
            const auto g = hn::LoadU(d, grad + x * grad_out.channels);
            for (int r = 0; r < R; ++r) {
              const float* row = from + x * next + r * taps.dilation * in.row;
              for (int j = 0; j < K; ++j) {
                sum[u][r][j] = hn::MulAdd(g, hn::LoadU(d, row + j * tap), sum[u][r][j]);
              }
            }
          };
          int64_t x = 0;
          for (; x + U <= grad_out.width; x += U) {
            for (int u = 0; u < U; ++u) add(x + u, u);
          }
          for (; x < grad_out.width; ++x) add(x, 0);
        }
        for (int r = 0; r < R; ++r) {
          for (int j = 0; j < K; ++j) {
            float* to = grad_weights + ((i + r) * K + j) * in.channels + c;
            auto total = hn::LoadU(d, to);
            for (int u = 0; u < U; ++u) total = hn::Add(total, sum[u][r][j]);
            hn::StoreU(total, d, to);
          }
        }
      }
    }
  }
};

void depthwise_here(const ConstImage& in, const float* weights, const Taps& taps, int64_t first,
                    int64_t last, const Image& out, Write write) {
  const auto run = [&](auto forward) {
    with_vectors(in.channels,
                 [&](auto d) { forward(d, in, weights, taps, first, last, out, write); });
  };
  switch (taps.kernel) {
    case 1:
      return run(Forward<1>());
    case 3:
      return run(Forward<3>());
    case 5:
      return run(Forward<5>());
    case 7:
      return run(Forward<7>());
    default:
      HWY_ABORT("a depthwise kernel of side %d", static_cast<int>(taps.kernel));
  }
}

void weight_gradient_here(const ConstImage& in, const ConstImage& grad_out, const Taps& taps,
                          int64_t first, int64_t last, float* grad_weights) {
  const auto run = [&](auto gradient) {
    with_vectors(in.channels,
                 [&](auto d) { gradient(d, in, grad_out, taps, first, last, grad_weights); });
  };
  switch (taps.kernel) {
    case 1:
      return run(WeightGradient<1, 1, 4>());
    case 3:
      return run(WeightGradient<3, 3, 1>());
    case 5:
      return run(WeightGradient<5, 1, 2>());
    case 7:
      return run(WeightGradient<7, 1, 1>());
    default:
      HWY_ABORT("a depthwise kernel of side %d", static_cast<int>(taps.kernel));
  }
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
