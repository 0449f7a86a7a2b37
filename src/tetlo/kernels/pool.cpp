// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/pool.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tetlo/kernels/pool.cpp"
#include "tetlo/kernels/vectors.h"

HWY_BEFORE_NAMESPACE();
namespace tetlo::kernels::HWY_NAMESPACE {

/// The pixels that an output at the border pools: rows × columns from (top, left).
struct Clipped {
  int64_t top, left, rows, columns;
};

/// The pixels of an output away from the border. Their number is known to the compiler.
struct Whole {
  int64_t top, left;
  static constexpr int64_t rows = 3, columns = 3;
};

/// Calls f(y, x, window) for every output.
template <class F>
HWY_INLINE void each_window(const ConstImage& in, int64_t stride, const ConstImage& out,
                            const F& f) {
  const auto first = [](int64_t at) { return std::max<int64_t>(at - 1, 0); };
  for (int64_t y = 0; y < out.height; ++y) {
    const int64_t i = y * stride, top = first(i), rows = std::min(i + 2, in.height) - top;
    for (int64_t x = 0; x < out.width; ++x) {
      const int64_t j = x * stride, left = first(j), columns = std::min(j + 2, in.width) - left;
      if (rows == Whole::rows && columns == Whole::columns) {
        f(y, x, Whole{top, left});
      } else {
        f(y, x, Clipped{top, left, rows, columns});
      }
    }
  }
}

/// Calls g(y, x) for every pixel of a window, in row order.
template <class W, class G>
HWY_INLINE void each_pixel(const W& window, const G& g) {
  TETLO_UNROLL for (int64_t i = 0; i < window.rows; ++i) {
    TETLO_UNROLL for (int64_t j = 0; j < window.columns; ++j) g(window.top + i, window.left + j);
  }
}

template <class W>
float share(const W& window) {
  return 1 / static_cast<float>(window.rows * window.columns);
}

/// Calls f(d, c, y, x, window) for every vector of channels of every output.
template <class F>
HWY_INLINE void each_pooled(const ConstImage& in, int64_t stride, const ConstImage& out,
                            const F& f) {
  with_vectors(in.channels, [&](auto d) HWY_ATTR {
    each_window(in, stride, out, [&](int64_t y, int64_t x, const auto& window) TETLO_INLINED {
      for (int64_t c = 0; c < in.channels; c += static_cast<int64_t>(hn::Lanes(d))) {
        f(d, c, y, x, window);
      }
    });
  });
}

/// Pools the image row by row. Each column of three pixels is pooled once and used in up to three
/// windows. `join(d, a, b)` pools two values; `finish(d, all, pixels)` turns the pooled values of a
/// window of `pixels` pixels into its result.
template <class Join, class Finish>
HWY_INLINE void pool_rows(const ConstImage& in, int64_t stride, const Image& out, const Join& join,
                          const Finish& finish) {
  with_vectors(in.channels, [&](auto d) HWY_ATTR {
    for (int64_t y = 0; y < out.height; ++y) {
      const int64_t i = y * stride, top = std::max<int64_t>(i - 1, 0),
                    rows = std::min(i + 2, in.height) - top;
      for (int64_t c = 0; c < in.channels; c += static_cast<int64_t>(hn::Lanes(d))) {
        const auto column = [&](int64_t j) TETLO_INLINED {
          const float* from = in.at(top, j) + c;
          auto all = hn::LoadU(d, from);
          for (int64_t r = 1; r < rows; ++r) all = join(d, all, hn::LoadU(d, from + r * in.row));
          return all;
        };
        auto left = hn::Zero(d), middle = hn::Zero(d), right = column(0);
        for (int64_t x = 0; x < out.width; ++x) {
          const int64_t j = x * stride;
          left = stride == 1 ? middle : right;
          middle = stride == 1 || x == 0 ? right : column(j);
          auto all = x == 0 ? middle : join(d, left, middle);
          const bool has_right = j + 1 < in.width;
          if (has_right) {
            right = column(j + 1);
            all = join(d, all, right);
          }
          const int64_t columns = 1 + (x > 0 ? 1 : 0) + (has_right ? 1 : 0);
          hn::StoreU(finish(d, all, rows * columns), d, out.at(y, x) + c);
        }
      }
    }
  });
}

void pool_max(const ConstImage& in, int64_t stride, const Image& out) {
  pool_rows(
      in, stride, out, [](auto, auto a, auto b) TETLO_INLINED { return hn::Max(a, b); },
      [](auto, auto all, int64_t) TETLO_INLINED { return all; });
}

void pool_average(const ConstImage& in, int64_t stride, const Image& out) {
  pool_rows(
      in, stride, out, [](auto, auto a, auto b) TETLO_INLINED { return hn::Add(a, b); },
      [](auto d, auto all, int64_t pixels)
          TETLO_INLINED { return hn::Mul(all, hn::Set(d, 1 / static_cast<float>(pixels))); });
}

void pool_here(PoolKind kind, const ConstImage& in, int64_t stride, const Image& out) {
  if (kind == PoolKind::kMax) {
    pool_max(in, stride, out);
  } else {
    pool_average(in, stride, out);
  }
}

/// Takes from each window the tangent of the first of its largest pixels.
void max_tangent(const ConstImage& in, const ConstImage& out, const ConstImage& in_tangent,
                 int64_t stride, const Image& out_tangent) {
  each_pooled(in, stride, out,
              [&](auto d, int64_t c, int64_t y, int64_t x, const auto& window) TETLO_INLINED {
                const auto largest = hn::LoadU(d, out.at(y, x) + c);
                auto tangent = hn::Zero(d);
                auto open = hn::Eq(largest, largest);  // until the pixel is found
                each_pixel(window, [&](int64_t i, int64_t j) TETLO_INLINED {
                  const auto found = hn::And(open, hn::Eq(hn::LoadU(d, in.at(i, j) + c), largest));
                  tangent = hn::IfThenElse(found, hn::LoadU(d, in_tangent.at(i, j) + c), tangent);
                  open = hn::AndNot(found, open);
                });
                hn::StoreU(tangent, d, out_tangent.at(y, x) + c);
              });
}

/// Adds each gradient to the first of the window's largest pixels.
void max_gradient(const ConstImage& in, const ConstImage& out, const ConstImage& grad_out,
                  int64_t stride, const Image& grad_in) {
  each_pooled(in, stride, out,
              [&](auto d, int64_t c, int64_t y, int64_t x, const auto& window) TETLO_INLINED {
                const auto largest = hn::LoadU(d, out.at(y, x) + c);
                // the gradient until its pixel is found, then 0
                auto left = hn::LoadU(d, grad_out.at(y, x) + c);
                each_pixel(window, [&](int64_t i, int64_t j) TETLO_INLINED {
                  const auto found = hn::Eq(hn::LoadU(d, in.at(i, j) + c), largest);
                  float* to = grad_in.at(i, j) + c;
                  hn::StoreU(hn::Add(hn::LoadU(d, to), hn::IfThenElseZero(found, left)), d, to);
                  left = hn::IfThenZeroElse(found, left);
                });
              });
}

void average_gradient(const ConstImage& in, const ConstImage& grad_out, int64_t stride,
                      const Image& grad_in) {
  each_pooled(in, stride, grad_out,
              [&](auto d, int64_t c, int64_t y, int64_t x, const auto& window) TETLO_INLINED {
                const auto each =
                    hn::Mul(hn::LoadU(d, grad_out.at(y, x) + c), hn::Set(d, share(window)));
                each_pixel(window, [&](int64_t i, int64_t j) TETLO_INLINED {
                  float* to = grad_in.at(i, j) + c;
                  hn::StoreU(hn::Add(hn::LoadU(d, to), each), d, to);
                });
              });
}

void pool_tangent_here(PoolKind kind, const ConstImage& in, const ConstImage& out,
                       const ConstImage& in_tangent, int64_t stride, const Image& out_tangent) {
  if (kind == PoolKind::kMax) {
    max_tangent(in, out, in_tangent, stride, out_tangent);
  } else {
    pool_average(in_tangent, stride, out_tangent);
  }
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
HWY_EXPORT(pool_tangent_here);
HWY_EXPORT(pool_gradient_here);

void pool(PoolKind kind, const ConstImage& in, int64_t stride, const Image& out) {
  HWY_DYNAMIC_DISPATCH(pool_here)(kind, in, stride, out);
}

void pool_tangent(PoolKind kind, const ConstImage& in, const ConstImage& out,
                  const ConstImage& in_tangent, int64_t stride, const Image& out_tangent) {
  HWY_DYNAMIC_DISPATCH(pool_tangent_here)(kind, in, out, in_tangent, stride, out_tangent);
}

void pool_gradient(PoolKind kind, const ConstImage& in, const ConstImage& out,
                   const ConstImage& grad_out, int64_t stride, const Image& grad_in) {
  HWY_DYNAMIC_DISPATCH(pool_gradient_here)(kind, in, out, grad_out, stride, grad_in);
}

}  // namespace tetlo::kernels
#endif
