// SPDX-License-Identifier: Apache-2.0
// Tools of the kernels' tests: inputs whose results are exact, memory that reveals missing and
// stray writes, and a loop over all instruction sets that the machine has.
//
// Inputs are small whole numbers. Sums of their products are exact in single precision whatever the
// order of summation, so that a kernel must agree with a plain loop bit for bit.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <hwy/targets.h>
#include <rapidcheck.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "tetlo/kernels/buffer.h"

namespace tetlo::kernels {

using Numbers = std::vector<double>;

/// `size` whole numbers from −maximum to maximum, the same for the same seed.
inline std::vector<float> whole_numbers(int64_t size, uint32_t seed, int maximum = 2) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> draw(-maximum, maximum);
  std::vector<float> numbers(static_cast<size_t>(size));
  for (float& number : numbers) number = static_cast<float>(draw(random));
  return numbers;
}

inline Numbers as_doubles(const std::vector<float>& numbers) {
  return {numbers.begin(), numbers.end()};
}

/// Memory for a kernel to write to. It is full of NaN, and so are margins on both sides, which must
/// stay untouched.
class Written {
 public:
  explicit Written(int64_t size)
      : memory_(static_cast<size_t>(size + 2 * kMargin), std::numeric_limits<float>::quiet_NaN()) {}
  /// Starts with the numbers to which the kernel adds.
  explicit Written(const std::vector<float>& start) : Written(static_cast<int64_t>(start.size())) {
    std::copy(start.begin(), start.end(), data());
  }
  float* data() { return memory_.data() + kMargin; }
  float operator[](int64_t i) const { return memory_[static_cast<size_t>(kMargin + i)]; }
  int64_t size() const { return static_cast<int64_t>(memory_.size()) - 2 * kMargin; }
  bool margins_are_untouched() const {
    for (int64_t i = 0; i < kMargin; ++i) {
      if (!std::isnan((*this)[i - kMargin]) || !std::isnan((*this)[size() + i])) return false;
    }
    return true;
  }

 private:
  static constexpr int64_t kMargin = 64;
  std::vector<float> memory_;
};

/// Describes the first error in `mine`; empty if every number is as expected, to within `tolerance`
/// times the largest expected number.
inline std::string wrong(const Written& mine, const Numbers& expected, double tolerance = 0) {
  if (!mine.margins_are_untouched()) return "written beyond the end";
  if (mine.size() != static_cast<int64_t>(expected.size())) return "of another size";
  double largest = 0;
  for (const double number : expected) largest = std::max(largest, std::abs(number));
  for (int64_t i = 0; i < mine.size(); ++i) {
    const double should = expected[static_cast<size_t>(i)];
    const double apart = std::abs(static_cast<double>(mine[i]) - should);
    if (apart <= tolerance * largest) continue;  // false for NaN
    return fmt::format("number {} is {}, not {}", i, mine[i], should);
  }
  return {};
}

/// An image [height, width, channels] of random whole numbers.
struct Drawn {
  int64_t height, width, channels;
  uint32_t seed;
  std::vector<float> numbers = whole_numbers(height * width * channels, seed);

  bool has(int64_t y, int64_t x) const { return y >= 0 && y < height && x >= 0 && x < width; }
  size_t place(int64_t y, int64_t x, int64_t c) const {
    return static_cast<size_t>((y * width + x) * channels + c);
  }
  /// The value at a place; 0 outside the image.
  double at(int64_t y, int64_t x, int64_t c) const {
    return has(y, x) ? static_cast<double>(numbers[place(y, x, c)]) : 0;
  }
  ConstImage dense() const { return kernels::dense(numbers.data(), height, width, channels); }
  FramedImage framed(int64_t halo) const {
    FramedImage frame(height, width, channels, halo);
    for (int64_t y = 0; y < height; ++y) {
      std::copy_n(numbers.data() + place(y, 0, 0), width * channels, frame.image().at(y, 0));
    }
    return frame;
  }
};

/// A random number of channels: whole blocks, not always a multiple of the longest vector.
inline int64_t some_channels() { return kChannelBlock * *rc::gen::inRange<int64_t>(1, 6); }
inline uint32_t some_seed() { return *rc::gen::inRange<uint32_t>(0, 1'000'000); }

/// Expects the RapidCheck property `holds` with each instruction set that this machine has.
template <typename Property>
void expect_on_each_target(const Property& holds) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    EXPECT_TRUE(rc::check(hwy::TargetName(target), holds));
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace tetlo::kernels
