// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tetlo {
namespace {

constexpr int kPrecision = 22;  ///< bits of a weight behind the point

/// The pixels from which one pixel is computed, and their weights.
struct Taps {
  int64_t first = 0;
  std::vector<int32_t> weights;
};

/// The taps of `size` pixels that show the interval from `start` with the given length.
std::vector<Taps> triangle(double start, double length, int64_t size) {
  const double scale = length / static_cast<double>(size), support = std::max(1.0, scale);
  const auto lowest = static_cast<int64_t>(std::floor(start));
  const auto highest = static_cast<int64_t>(std::ceil(start + length));
  std::vector<Taps> all;
  for (int64_t i = 0; i < size; ++i) {
    const double center = start + (static_cast<double>(i) + 0.5) * scale;
    const auto edge = [](double x) { return static_cast<int64_t>(std::floor(x + 0.5)); };
    Taps taps{.first = std::max(lowest, edge(center - support)), .weights = {}};
    const int64_t end = std::min(highest, edge(center + support));
    std::vector<double> weights;
    double sum = 0;
    for (int64_t j = taps.first; j < end; ++j) {
      const double distance = std::abs(static_cast<double>(j) + 0.5 - center) / support;
      weights.push_back(std::max(0.0, 1 - distance));
      sum += weights.back();
    }
    for (const double weight : weights) {
      taps.weights.push_back(static_cast<int32_t>(std::lround(std::ldexp(weight / sum, kPrecision))));
    }
    all.push_back(std::move(taps));
  }
  return all;
}

uint8_t rounded(int32_t sum) {
  return static_cast<uint8_t>(std::clamp((sum + (1 << (kPrecision - 1))) >> kPrecision, 0, 255));
}

/// Resizes one direction of pixels [outer, length, inner] to [outer, taps, inner].
Tensor resize_middle(const Tensor& pixels, const std::vector<Taps>& taps) {
  const int64_t outer = pixels.size(0), length = pixels.size(1), inner = pixels.size(2);
  const auto size = static_cast<int64_t>(taps.size());
  Tensor resized = torch::empty({outer, size, inner}, torch::kUInt8);
  const auto* const from = pixels.data_ptr<uint8_t>();
  auto* to = resized.data_ptr<uint8_t>();
  std::vector<int32_t> sums(static_cast<size_t>(inner));
  for (int64_t o = 0; o < outer; ++o) {
    for (const auto& [first, weights] : taps) {
      std::fill(sums.begin(), sums.end(), 0);
      const uint8_t* source = from + (o * length + first) * inner;
      for (const int32_t weight : weights) {
        for (size_t i = 0; i < sums.size(); ++i) sums[i] += weight * source[i];
        source += inner;
      }
      for (const int32_t sum : sums) *to++ = rounded(sum);
    }
  }
  return resized;
}

}  // namespace

Tensor resized(const Decoded& decoded, const ImageSize& size) {
  const auto& [pixels, wanted] = decoded;
  const int64_t channels = pixels.size(2);
  auto rows = triangle(wanted.top, wanted.height, size.height);
  // Only the rows that are needed are resized to the width.
  const int64_t first = rows.front().first;
  const int64_t end = rows.back().first + static_cast<int64_t>(rows.back().weights.size());
  for (Taps& taps : rows) taps.first -= first;
  const Tensor needed = pixels.narrow(0, first, end - first).contiguous();
  const Tensor narrowed = resize_middle(needed, triangle(wanted.left, wanted.width, size.width));
  return resize_middle(narrowed.view({1, end - first, size.width * channels}), rows)
      .view({size.height, size.width, channels});
}

Tensor resized(const Tensor& pixels, const ImageSize& size) {
  const auto height = static_cast<double>(pixels.size(0)), width = static_cast<double>(pixels.size(1));
  return resized(Decoded{pixels, {.height = height, .width = width}}, size);
}

}  // namespace tetlo
