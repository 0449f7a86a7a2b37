// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/depthwise.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

/// An image, taps, and the range of output rows to compute.
struct Scene {
  Taps taps;
  int64_t height = 0, width = 0, channels = 0;
  int64_t first = 0, last = 0;
  int64_t frame = 0;  ///< may be wider than needed, as when stages share an image
  uint32_t seed = 0;

  int64_t out_width() const { return (width + taps.stride - 1) / taps.stride; }
  int64_t out_size() const { return (last - first) * out_width() * channels; }
  Drawn in() const { return {height, width, channels, seed}; }
  Drawn grad_out() const { return {last - first, out_width(), channels, seed + 2}; }
  std::vector<float> weights() const { return whole_numbers(taps.count() * channels, seed + 1); }
};

Scene some_scene() {
  Scene s{.taps = {.kernel = *rc::gen::element<int64_t>(3, 5, 7),
                   .dilation = *rc::gen::inRange<int64_t>(1, 3),
                   .stride = *rc::gen::inRange<int64_t>(1, 3)},
          .height = *rc::gen::inRange<int64_t>(1, 12),
          .width = *rc::gen::inRange<int64_t>(1, 30),
          .channels = some_channels(),
          .seed = some_seed()};
  const int64_t rows = (s.height + s.taps.stride - 1) / s.taps.stride;
  s.first = *rc::gen::inRange<int64_t>(0, rows);
  s.last = *rc::gen::inRange<int64_t>(s.first, rows) + 1;
  s.frame = s.taps.halo() + *rc::gen::inRange<int64_t>(0, 3);
  return s;
}

/// Calls f(out, weight, y, x, c) for every place `out` of the output, every place `weight` of the
/// filter, and the pixel (y, x, c) of the input that they multiply.
template <typename F>
void each_product(const Scene& s, const F& f) {
  const Taps& t = s.taps;
  size_t out = 0;
  for (int64_t row = s.first; row < s.last; ++row) {
    for (int64_t column = 0; column < s.out_width(); ++column) {
      for (int64_t c = 0; c < s.channels; ++c, ++out) {
        for (int64_t i = 0; i < t.kernel; ++i) {
          for (int64_t j = 0; j < t.kernel; ++j) {
            f(out, static_cast<size_t>((i * t.kernel + j) * s.channels + c),
              t.stride * row + t.dilation * i - t.halo(),
              t.stride * column + t.dilation * j - t.halo(), c);
          }
        }
      }
    }
  }
}

TEST(Depthwise, IsTheSumOverItsTaps) {
  expect_on_each_target([] {
    const Scene s = some_scene();
    const Drawn in = s.in();
    const std::vector<float> weights = s.weights(), before = s.grad_out().numbers;
    const bool adds = *rc::gen::arbitrary<bool>();
    Numbers expected(before.size(), 0);
    if (adds) expected = as_doubles(before);
    each_product(s, [&](size_t out, size_t weight, int64_t y, int64_t x, int64_t c) {
      expected[out] += static_cast<double>(weights[weight]) * in.at(y, x, c);
    });
    Written out = adds ? Written(before) : Written(s.out_size());
    depthwise(in.framed(s.frame).image(), weights.data(), s.taps, s.first, s.last,
              dense(out.data(), s.last - s.first, s.out_width(), s.channels),
              adds ? Write::kAdd : Write::kOver);
    RC_ASSERT(wrong(out, expected) == "");
  });
}

TEST(Depthwise, WritesNothingBetweenTheRowsOfItsOutput) {
  expect_on_each_target([] {
    const Scene s = some_scene();
    const Drawn in = s.in();
    const int64_t inside = s.out_width() * s.channels, row = inside + kChannelBlock;
    Written out((s.last - s.first) * row);
    depthwise(in.framed(s.frame).image(), s.weights().data(), s.taps, s.first, s.last,
              {.data = out.data(),
               .height = s.last - s.first,
               .width = s.out_width(),
               .channels = s.channels,
               .row = row},
              Write::kOver);
    for (int64_t i = 0; i < out.size(); ++i) RC_ASSERT(std::isnan(out[i]) == (i % row >= inside));
  });
}

TEST(Depthwise, GradientByWeightsIsTheSumOverItsOutputs) {
  expect_on_each_target([] {
    const Scene s = some_scene();
    const Drawn in = s.in(), grad_out = s.grad_out();
    const std::vector<float> before = s.weights();
    Numbers expected = as_doubles(before);
    each_product(s, [&](size_t out, size_t weight, int64_t y, int64_t x, int64_t c) {
      expected[weight] += static_cast<double>(grad_out.numbers[out]) * in.at(y, x, c);
    });
    Written grad_weights(before);
    depthwise_weight_gradient(in.framed(s.frame).image(), grad_out.dense(), s.taps, s.first, s.last,
                              grad_weights.data());
    RC_ASSERT(wrong(grad_weights, expected) == "");
  });
}

}  // namespace
}  // namespace tetlo::kernels
