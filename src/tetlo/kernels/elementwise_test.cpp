// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/elementwise.h"

#include "tetlo/kernels/test_oracles.h"

namespace tetlo::kernels {
namespace {

/// Images that are large enough for several of the chunks in which memory is processed.
struct Scene {
  int64_t pixels = *rc::gen::inRange<int64_t>(0, 700), channels = some_channels();
  uint32_t seed = some_seed();

  int64_t size() const { return pixels * channels; }
  ImageSize image_size() const { return {pixels, channels}; }
  std::vector<float> image(uint32_t stream) const { return whole_numbers(size(), seed + stream); }
  std::vector<float> per_channel(uint32_t stream) const {
    return whole_numbers(channels, seed + 100 + stream);
  }
  size_t channel(size_t i) const { return i % static_cast<size_t>(channels); }
};

double product(float a, float b) { return static_cast<double>(a) * static_cast<double>(b); }

TEST(WeightedSum, IsTheShiftAndEachTermTimesItsScale) {
  expect_on_each_target([] {
    const Scene s;
    const auto count = *rc::gen::inRange<uint32_t>(0, 11);
    std::vector<std::vector<float>> data, scales;
    for (uint32_t t = 0; t < count; ++t) {
      data.push_back(s.image(t));
      const bool scaled = *rc::gen::arbitrary<bool>();
      scales.push_back(scaled ? s.per_channel(t) : std::vector<float>());
    }
    const bool shifted = *rc::gen::arbitrary<bool>();
    const std::vector<float> shift = s.per_channel(count);
    Numbers expected(static_cast<size_t>(s.size()), 0);
    std::vector<Term> terms;
    for (size_t t = 0; t < count; ++t) {
      terms.push_back({data[t].data(), scales[t].empty() ? nullptr : scales[t].data()});
    }
    for (size_t i = 0; i < expected.size(); ++i) {
      if (shifted) expected[i] = static_cast<double>(shift[s.channel(i)]);
      for (size_t t = 0; t < count; ++t) {
        expected[i] += product(data[t][i], scales[t].empty() ? 1 : scales[t][s.channel(i)]);
      }
    }
    Written out(s.size());
    weighted_sum(terms, shifted ? shift.data() : nullptr, s.image_size(), out.data());
    RC_ASSERT(wrong(out, expected) == "");
  });
}

TEST(WeightedSum, MayTakeItsOwnOutputAsFirstTerm) {
  expect_on_each_target([] {
    const Scene s;
    const std::vector<float> first = s.image(0), second = s.image(1), scale = s.per_channel(0);
    Numbers expected = as_doubles(first);
    for (size_t i = 0; i < expected.size(); ++i) {
      expected[i] += product(second[i], scale[s.channel(i)]);
    }
    Written out(first);
    const Term terms[] = {{out.data(), nullptr}, {second.data(), scale.data()}};
    weighted_sum(terms, nullptr, s.image_size(), out.data());
    RC_ASSERT(wrong(out, expected) == "");
  });
}

TEST(ChannelDots, GrowByTheSumAndByEachProduct) {
  expect_on_each_target([] {
    const Scene s;
    const auto count = *rc::gen::inRange<uint32_t>(0, 6);
    const std::vector<float> left = s.image(0);
    const std::vector<float> before = whole_numbers((1 + count) * s.channels, s.seed);
    std::vector<std::vector<float>> right;
    std::vector<const float*> pointers(count);
    for (uint32_t t = 0; t < count; ++t) right.push_back(s.image(t + 1));
    for (size_t t = 0; t < count; ++t) pointers[t] = right[t].data();
    Numbers expected = as_doubles(before);
    for (size_t i = 0; i < left.size(); ++i) {
      expected[s.channel(i)] += static_cast<double>(left[i]);
      for (size_t t = 0; t < count; ++t) {
        expected[(t + 1) * static_cast<size_t>(s.channels) + s.channel(i)] +=
            product(left[i], right[t][i]);
      }
    }
    Written sums(before);
    channel_dots(left.data(), pointers, s.image_size(), sums.data());
    RC_ASSERT(wrong(sums, expected) == "");
  });
}

TEST(ActivatedGradient, IsZeroWhereNothingPassesAndGivesItsSums) {
  expect_on_each_target([] {
    const Scene s;
    const bool scaled = *rc::gen::arbitrary<bool>(), summed = *rc::gen::arbitrary<bool>();
    const std::vector<float> x = s.image(0), before = s.image(1), scale = s.per_channel(0),
                             shift = s.per_channel(1),
                             sums_before = whole_numbers(2 * s.channels, s.seed + 2);
    Numbers expected = as_doubles(before), expected_sums = as_doubles(sums_before);
    for (size_t i = 0; i < expected.size(); ++i) {
      const size_t c = s.channel(i);
      const double value = scaled ? product(scale[c], x[i]) + static_cast<double>(shift[c])
                                  : static_cast<double>(x[i]);
      if (value <= 0) expected[i] = 0;
      if (!summed) continue;
      expected_sums[c] += expected[i];
      expected_sums[static_cast<size_t>(s.channels) + c] += expected[i] * static_cast<double>(x[i]);
    }
    Written grad(before), sums(sums_before);
    activated_gradient({.x = x.data(),
                        .scale = scaled ? scale.data() : nullptr,
                        .shift = scaled ? shift.data() : nullptr},
                       s.image_size(), grad.data(), summed ? sums.data() : nullptr);
    RC_ASSERT(wrong(grad, expected) == "");
    RC_ASSERT(wrong(sums, expected_sums) == "");
  });
}

TEST(ActivatedGradientTangent, IsTheDerivativeWhereTheActivationPasses) {
  expect_on_each_target([] {
    const Scene s;
    const auto drawn = [&s](uint32_t stream) { return whole_numbers(s.size(), s.seed + stream); };
    const std::vector<float> x = drawn(1), x_tangent = drawn(2), grad = drawn(3), before = drawn(4),
                             scale = whole_numbers(s.channels, s.seed + 5),
                             shift = whole_numbers(s.channels, s.seed + 6),
                             sums_before = whole_numbers(2 * s.channels, s.seed + 7);
    Numbers expected = as_doubles(before), expected_sums = as_doubles(sums_before);
    for (size_t i = 0; i < expected.size(); ++i) {
      const size_t c = s.channel(i);
      if (product(scale[c], x[i]) + static_cast<double>(shift[c]) <= 0) expected[i] = 0;
      expected_sums[c] += expected[i];
      expected_sums[static_cast<size_t>(s.channels) + c] +=
          expected[i] * static_cast<double>(x[i]) + product(grad[i], x_tangent[i]);
    }
    Written tangent(before), sums(sums_before);
    activated_gradient_tangent({.x = x.data(), .scale = scale.data(), .shift = shift.data()},
                               x_tangent.data(), s.image_size(),
                               {.value = grad.data(), .tangent = tangent.data()}, sums.data());
    RC_ASSERT(wrong(tangent, expected) == "");
    RC_ASSERT(wrong(sums, expected_sums) == "");
  });
}

/// An image in a frame of numbers that must not be touched.
struct Framed {
  int64_t height = *rc::gen::inRange<int64_t>(1, 10), width = *rc::gen::inRange<int64_t>(1, 90);
  int64_t channels = some_channels(), halo = *rc::gen::inRange<int64_t>(0, 4);
  uint32_t seed = some_seed();

  int64_t row() const { return (width + 2 * halo) * channels; }
  int64_t size() const { return (height + 2 * halo) * row(); }
  Image inside(float* frame) const {
    return {.data = frame + halo * row() + halo * channels,
            .height = height,
            .width = width,
            .channels = channels,
            .row = row()};
  }
  /// Calls f(at, i, c) for every value: `at` is its place in the frame, `i` its place in a dense
  /// image, and `c` its channel.
  template <typename F>
  void each(const F& f) const {
    size_t i = 0;
    for (int64_t y = halo; y < height + halo; ++y) {
      for (int64_t at = y * row() + halo * channels; at < (y + 1) * row() - halo * channels; ++at) {
        f(static_cast<size_t>(at), i, i % static_cast<size_t>(channels));
        ++i;
      }
    }
  }
};

TEST(LoadActivated, WritesTheInsideAndLeavesTheFrame) {
  expect_on_each_target([] {
    const Framed f;
    const bool normalised = *rc::gen::arbitrary<bool>();
    const std::vector<float> frame = whole_numbers(f.size(), f.seed),
                             x = whole_numbers(f.height * f.width * f.channels, f.seed + 1),
                             scale = whole_numbers(f.channels, f.seed + 2),
                             shift = whole_numbers(f.channels, f.seed + 3);
    Numbers expected = as_doubles(frame);
    f.each([&](size_t at, size_t i, size_t c) {
      const double value = normalised ? product(scale[c], x[i]) + static_cast<double>(shift[c])
                                      : static_cast<double>(x[i]);
      expected[at] = std::max(0.0, value);
    });
    Written out(frame);
    load_activated({.x = x.data(),
                    .scale = normalised ? scale.data() : nullptr,
                    .shift = normalised ? shift.data() : nullptr},
                   f.inside(out.data()));
    RC_ASSERT(wrong(out, expected) == "");
  });
}

TEST(LoadActivatedTangent, IsTheDerivativeWhereTheActivationPasses) {
  expect_on_each_target([] {
    const Framed f;
    const bool normalised = *rc::gen::arbitrary<bool>();
    const int64_t size = f.height * f.width * f.channels;
    const std::vector<float> frame = whole_numbers(f.size(), f.seed),
                             x = whole_numbers(size, f.seed + 1),
                             x_tangent = whole_numbers(size, f.seed + 2);
    const auto by_channel = [&](uint32_t stream) {
      return whole_numbers(f.channels, f.seed + stream);
    };
    const std::vector<float> scale = by_channel(3), shift = by_channel(4),
                             scale_tangent = by_channel(5), shift_tangent = by_channel(6);
    Numbers expected = as_doubles(frame);
    f.each([&](size_t at, size_t i, size_t c) {
      const double value = normalised ? product(scale[c], x[i]) + static_cast<double>(shift[c])
                                      : static_cast<double>(x[i]);
      const double tangent = normalised ? product(scale[c], x_tangent[i]) +
                                              product(scale_tangent[c], x[i]) +
                                              static_cast<double>(shift_tangent[c])
                                        : static_cast<double>(x_tangent[i]);
      expected[at] = value > 0 ? tangent : 0;
    });
    const auto if_normalised = [&](const std::vector<float>& numbers) {
      return normalised ? numbers.data() : nullptr;
    };
    Written out(frame);
    load_activated_tangent(
        {.x = x.data(), .scale = if_normalised(scale), .shift = if_normalised(shift)},
        {.x = x_tangent.data(),
         .scale = if_normalised(scale_tangent),
         .shift = if_normalised(shift_tangent)},
        f.inside(out.data()));
    RC_ASSERT(wrong(out, expected) == "");
  });
}

}  // namespace
}  // namespace tetlo::kernels
