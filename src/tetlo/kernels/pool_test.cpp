// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/pool.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

constexpr double kRounding = 1e-6;  // a ninth is not exact in single precision

/// An image with only few different numbers, so that many windows have several equal maxima.
struct Scene {
  int64_t height = *rc::gen::inRange<int64_t>(1, 14), width = *rc::gen::inRange<int64_t>(1, 14);
  int64_t channels = some_channels(), stride = *rc::gen::inRange<int64_t>(1, 3);
  uint32_t seed = some_seed();

  int64_t out_height() const { return (height + stride - 1) / stride; }
  int64_t out_width() const { return (width + stride - 1) / stride; }
  Drawn in() const {
    Drawn image{height, width, channels, seed};
    for (float& number : image.numbers) number -= 3;  // all below the zeros outside
    return image;
  }
  Drawn grad_out() const { return {out_height(), out_width(), channels, seed + 1}; }
  Drawn before() const { return {height, width, channels, seed + 2}; }
};

/// Calls f(out, inside) for every output, where `inside` lists the places of the input pixels that
/// it pools, in row order.
template <typename F>
void each_output(const Scene& s, const F& f) {
  const Drawn in = s.in();
  size_t out = 0;
  for (int64_t y = 0; y < s.out_height(); ++y) {
    for (int64_t x = 0; x < s.out_width(); ++x) {
      for (int64_t c = 0; c < s.channels; ++c, ++out) {
        std::vector<size_t> inside;
        for (int64_t i = s.stride * y - 1; i <= s.stride * y + 1; ++i) {
          for (int64_t j = s.stride * x - 1; j <= s.stride * x + 1; ++j) {
            if (in.has(i, j)) inside.push_back(in.place(i, j, c));
          }
        }
        f(out, inside);
      }
    }
  }
}

/// The first of the largest values.
size_t place_of_maximum(const Drawn& in, const std::vector<size_t>& inside) {
  size_t best = inside.front();
  for (const size_t place : inside) {
    if (in.numbers[place] > in.numbers[best]) best = place;
  }
  return best;
}

Written pooled(PoolKind kind, const Scene& s) {
  Written out(s.out_height() * s.out_width() * s.channels);
  pool(kind, s.in().dense(), s.stride,
       dense(out.data(), s.out_height(), s.out_width(), s.channels));
  return out;
}

Written gradient(PoolKind kind, const Scene& s) {
  Written out = pooled(kind, s), grad_in(s.before().numbers);
  pool_gradient(kind, s.in().dense(),
                dense<const float>(out.data(), s.out_height(), s.out_width(), s.channels),
                s.grad_out().dense(), s.stride,
                dense(grad_in.data(), s.height, s.width, s.channels));
  return grad_in;
}

TEST(Pool, MaximumIsTheLargestInside) {
  expect_on_each_target([] {
    const Scene s;
    const Drawn in = s.in();
    Numbers expected;
    each_output(s, [&](size_t, const std::vector<size_t>& inside) {
      expected.push_back(static_cast<double>(in.numbers[place_of_maximum(in, inside)]));
    });
    RC_ASSERT(wrong(pooled(PoolKind::kMax, s), expected) == "");
  });
}

TEST(Pool, AverageCountsOnlyPixelsInside) {
  expect_on_each_target([] {
    const Scene s;
    const Drawn in = s.in();
    Numbers expected;
    each_output(s, [&](size_t, const std::vector<size_t>& inside) {
      double sum = 0;
      for (const size_t place : inside) sum += static_cast<double>(in.numbers[place]);
      expected.push_back(sum / static_cast<double>(inside.size()));
    });
    RC_ASSERT(wrong(pooled(PoolKind::kAverage, s), expected, kRounding) == "");
  });
}

/// The pooled tangents of an image that has tangents `in_tangent`.
Written tangent(PoolKind kind, const Scene& s, const Drawn& in_tangent) {
  Written out = pooled(kind, s), out_tangent(out.size());
  pool_tangent(kind, s.in().dense(),
               dense<const float>(out.data(), s.out_height(), s.out_width(), s.channels),
               in_tangent.dense(), s.stride,
               dense(out_tangent.data(), s.out_height(), s.out_width(), s.channels));
  return out_tangent;
}

TEST(PoolTangent, IsThatOfTheFirstMaximum) {
  expect_on_each_target([] {
    const Scene s;
    const Drawn in = s.in(), in_tangent = s.before();
    Numbers expected;
    each_output(s, [&](size_t, const std::vector<size_t>& inside) {
      expected.push_back(static_cast<double>(in_tangent.numbers[place_of_maximum(in, inside)]));
    });
    RC_ASSERT(wrong(tangent(PoolKind::kMax, s, in_tangent), expected) == "");
  });
}

TEST(Pool, GradientGoesToTheFirstMaximum) {
  expect_on_each_target([] {
    const Scene s;
    const Drawn in = s.in(), grad_out = s.grad_out();
    Numbers expected = as_doubles(s.before().numbers);
    each_output(s, [&](size_t out, const std::vector<size_t>& inside) {
      expected[place_of_maximum(in, inside)] += static_cast<double>(grad_out.numbers[out]);
    });
    RC_ASSERT(wrong(gradient(PoolKind::kMax, s), expected) == "");
  });
}

TEST(Pool, GradientOfAnAverageIsShared) {
  expect_on_each_target([] {
    const Scene s;
    const Drawn grad_out = s.grad_out();
    Numbers expected = as_doubles(s.before().numbers);
    each_output(s, [&](size_t out, const std::vector<size_t>& inside) {
      const double share =
          static_cast<double>(grad_out.numbers[out]) / static_cast<double>(inside.size());
      for (const size_t place : inside) expected[place] += share;
    });
    RC_ASSERT(wrong(gradient(PoolKind::kAverage, s), expected, kRounding) == "");
  });
}

}  // namespace
}  // namespace tetlo::kernels
