// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/pointwise.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

struct Scene {
  int64_t in = some_channels(), out = some_channels();
  int64_t pixels = *rc::gen::inRange<int64_t>(0, 60);
  uint32_t seed = some_seed();

  std::vector<float> left() const { return whole_numbers(pixels * in, seed); }
  std::vector<float> right() const { return whole_numbers(pixels * out, seed + 1); }
  std::vector<float> matrix() const { return whole_numbers(in * out, seed + 2); }
};

/// Calls f(p, i, o) for every pixel, input channel and output channel.
template <typename F>
void each_product(const Scene& s, const F& f) {
  for (int64_t p = 0; p < s.pixels; ++p) {
    for (int64_t i = 0; i < s.in; ++i) {
      for (int64_t o = 0; o < s.out; ++o) {
        f(static_cast<size_t>(p * s.in + i), static_cast<size_t>(i * s.out + o),
          static_cast<size_t>(p * s.out + o));
      }
    }
  }
}

Numbers product(const Scene& s) {
  const std::vector<float> left = s.left(), matrix = s.matrix();
  Numbers result(static_cast<size_t>(s.pixels * s.out), 0);
  each_product(s, [&](size_t in, size_t weight, size_t out) {
    result[out] += static_cast<double>(left[in]) * static_cast<double>(matrix[weight]);
  });
  return result;
}

TEST(Pointwise, IsAMatrixProduct) {
  expect_on_each_target([] {
    const Scene s;
    Written out(s.pixels * s.out);
    pointwise({.in = s.left().data(),
               .pixels = s.pixels,
               .m = {s.matrix().data(), s.in, s.out},
               .out = out.data()});
    RC_ASSERT(wrong(out, product(s)) == "");
  });
}

TEST(Pointwise, SumsGrowByValuesAndTheirSquares) {
  expect_on_each_target([] {
    const Scene s;
    const std::vector<float> before = whole_numbers(2 * s.out, s.seed + 3);
    Written out(s.pixels * s.out), sums(before);
    pointwise({.in = s.left().data(),
               .pixels = s.pixels,
               .m = {s.matrix().data(), s.in, s.out},
               .out = out.data(),
               .sums = sums.data()});
    const Numbers values = product(s);
    Numbers expected = as_doubles(before);
    for (size_t i = 0; i < values.size(); ++i) {
      const size_t columns = static_cast<size_t>(s.out), o = i % columns;
      expected[o] += values[i];
      expected[columns + o] += values[i] * values[i];
    }
    RC_ASSERT(wrong(out, values) == "");
    RC_ASSERT(wrong(sums, expected) == "");
  });
}

TEST(Pointwise, GradientByWeightsIsTheSumOverPixels) {
  expect_on_each_target([] {
    const Scene s;
    const std::vector<float> in = s.left(), grad_out = s.right(), before = s.matrix();
    Numbers expected = as_doubles(before);
    each_product(s, [&](size_t from, size_t weight, size_t to) {
      expected[weight] += static_cast<double>(in[from]) * static_cast<double>(grad_out[to]);
    });
    Written grad_weights(before);
    pointwise_weight_gradient(in.data(), s.in, grad_out.data(), s.out, s.pixels,
                              grad_weights.data());
    RC_ASSERT(wrong(grad_weights, expected) == "");
  });
}

}  // namespace
}  // namespace tetlo::kernels
