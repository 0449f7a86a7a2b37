// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/pool.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/pool.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// f(y, x, window): the pixels [top, bottom) x [left, right) that output (y, x) pools.
struct Window {
  int64_t top, bottom, left, right;
  float count() const { return static_cast<float>((bottom - top) * (right - left)); }
};

template <class F>
HWY_INLINE void each_window(const ConstImage& in, int64_t stride, const ConstImage& out,
                            const F& f) {
  for (int64_t y = 0; y < out.height; ++y) {
    for (int64_t x = 0; x < out.width; ++x) {
      const int64_t i = y * stride, j = x * stride;
      f(y, x,
        Window{.top = i > 0 ? i - 1 : 0,
               .bottom = i + 2 < in.height ? i + 2 : in.height,
               .left = j > 0 ? j - 1 : 0,
               .right = j + 2 < in.width ? j + 2 : in.width});
    }
  }
}

void pool_here(PoolKind kind, const ConstImage& in, int64_t stride, const Image& out) {
  with_vectors(in.channels, [&](auto d) HWY_ATTR {
    each_window(in, stride, out, [&](int64_t y, int64_t x, const Window& w) HWY_ATTR {
      for (int64_t c = 0; c < in.channels; c += static_cast<int64_t>(hn::Lanes(d))) {
        auto value = hn::Zero(d);
        if (kind == PoolKind::kMax) value = hn::LoadU(d, in.at(w.top, w.left) + c);
        for (int64_t i = w.top; i < w.bottom; ++i) {
          for (int64_t j = w.left; j < w.right; ++j) {
            const auto pixel = hn::LoadU(d, in.at(i, j) + c);
            value = kind == PoolKind::kMax ? hn::Max(value, pixel) : hn::Add(value, pixel);
          }
        }
        if (kind == PoolKind::kAverage) value = hn::Mul(value, hn::Set(d, 1 / w.count()));
        hn::StoreU(value, d, out.at(y, x) + c);
      }
    });
  });
}

void max_gradient(const ConstImage& in, const ConstImage& out, const ConstImage& grad_out,
                  int64_t stride, const Image& grad_in) {
  with_vectors(in.channels, [&](auto d) HWY_ATTR {
    each_window(in, stride, out, [&](int64_t y, int64_t x, const Window& w) HWY_ATTR {
      for (int64_t c = 0; c < in.channels; c += static_cast<int64_t>(hn::Lanes(d))) {
        const auto largest = hn::LoadU(d, out.at(y, x) + c);
        auto left = hn::LoadU(d, grad_out.at(y, x) + c);  // the gradient until its pixel is found
        for (int64_t i = w.top; i < w.bottom; ++i) {
          for (int64_t j = w.left; j < w.right; ++j) {
            const auto found = hn::Eq(hn::LoadU(d, in.at(i, j) + c), largest);
            float* to = grad_in.at(i, j) + c;
            hn::StoreU(hn::Add(hn::LoadU(d, to), hn::IfThenElseZero(found, left)), d, to);
            left = hn::IfThenZeroElse(found, left);
          }
        }
      }
    });
  });
}

void average_gradient(const ConstImage& in, const ConstImage& grad_out, int64_t stride,
                      const Image& grad_in) {
  with_vectors(in.channels, [&](auto d) HWY_ATTR {
    each_window(in, stride, grad_out, [&](int64_t y, int64_t x, const Window& w) HWY_ATTR {
      for (int64_t c = 0; c < in.channels; c += static_cast<int64_t>(hn::Lanes(d))) {
        const auto share = hn::Mul(hn::LoadU(d, grad_out.at(y, x) + c), hn::Set(d, 1 / w.count()));
        for (int64_t i = w.top; i < w.bottom; ++i) {
          for (int64_t j = w.left; j < w.right; ++j) {
            float* to = grad_in.at(i, j) + c;
            hn::StoreU(hn::Add(hn::LoadU(d, to), share), d, to);
          }
        }
      }
    });
  });
}

void pool_gradient_here(PoolKind kind, const ConstImage& in, const ConstImage& out,
                        const ConstImage& grad_out, int64_t stride, const Image& grad_in) {
  if (kind == PoolKind::kMax) {
    max_gradient(in, out, grad_out, stride, grad_in);
  } else {
    average_gradient(in, grad_out, stride, grad_in);
  }
}

}  // namespace tetlo::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace tetlo::kernels {

HWY_EXPORT(pool_here);
HWY_EXPORT(pool_gradient_here);

void pool(PoolKind kind, const ConstImage& in, int64_t stride, const Image& out) {
  HWY_DYNAMIC_DISPATCH(pool_here)(kind, in, stride, out);
}

void pool_gradient(PoolKind kind, const ConstImage& in, const ConstImage& out,
                   const ConstImage& grad_out, int64_t stride, const Image& grad_in) {
  HWY_DYNAMIC_DISPATCH(pool_gradient_here)(kind, in, out, grad_out, stride, grad_in);
}

}  // namespace tetlo::kernels
#endif
