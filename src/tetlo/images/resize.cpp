// SPDX-License-Identifier: Apache-2.0
#include "tetlo/images/resize.h"

#include <algorithm>
#include <array>
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
      taps.weights.push_back(
          static_cast<int32_t>(std::lround(std::ldexp(weight / sum, kPrecision))));
    }
    all.push_back(std::move(taps));
  }
  return all;
}

uint8_t rounded(int32_t sum) {
  return static_cast<uint8_t>(std::clamp((sum + (1 << (kPrecision - 1))) >> kPrecision, 0, 255));
}

/// Σ weight · pixel of one pixel of kChannels channels.
template <size_t kChannels>
void add_up(const uint8_t* source, const std::vector<int32_t>& weights, uint8_t* to) {
  std::array<int32_t, kChannels> sums{};
  for (const int32_t weight : weights) {
    for (size_t c = 0; c < kChannels; ++c) sums[c] += weight * source[c];
    source += kChannels;
  }
  for (size_t c = 0; c < kChannels; ++c) to[c] = rounded(sums[c]);
}

/// Resizes the width of pixels [H, W, C].
Tensor resize_width(const Tensor& pixels, const std::vector<Taps>& taps) {
  const int64_t height = pixels.size(0), width = pixels.size(1), channels = pixels.size(2);
  const auto size = static_cast<int64_t>(taps.size());
  TORCH_CHECK(channels == 1 || channels == 3, "an image has one or three channels");
  Tensor resized = torch::empty({height, size, channels}, torch::kUInt8);
  const auto* row = pixels.data_ptr<uint8_t>();
  auto* to = resized.data_ptr<uint8_t>();
  for (int64_t y = 0; y < height; ++y, row += width * channels) {
    for (const auto& [first, weights] : taps) {
      const uint8_t* source = row + first * channels;
      channels == 3 ? add_up<3>(source, weights, to) : add_up<1>(source, weights, to);
      to += channels;
    }
  }
  return resized;
}

/// Resizes the height of pixels [H, W, C], a whole row at a time.
Tensor resize_height(const Tensor& pixels, const std::vector<Taps>& taps) {
  const int64_t length = pixels.size(1) * pixels.size(2);
  Tensor resized = torch::empty({static_cast<int64_t>(taps.size()), pixels.size(1), pixels.size(2)},
                                torch::kUInt8);
  const auto* const from = pixels.data_ptr<uint8_t>();
  auto* to = resized.data_ptr<uint8_t>();
  std::vector<int32_t> sums(static_cast<size_t>(length));
  for (const auto& [first, weights] : taps) {
    std::fill(sums.begin(), sums.end(), 0);
    const uint8_t* source = from + first * length;
    for (const int32_t weight : weights) {
      for (size_t i = 0; i < sums.size(); ++i) sums[i] += weight * source[i];
      source += length;
    }
    for (const int32_t sum : sums) *to++ = rounded(sum);
  }
  return resized;
}

}  // namespace

Tensor resized(const Decoded& decoded, const ImageSize& size) {
  const auto& [pixels, wanted] = decoded;
  auto rows = triangle(wanted.top, wanted.height, size.height);
  // Only the rows that are needed are resized to the width.
  const int64_t first = rows.front().first;
  const int64_t end = rows.back().first + static_cast<int64_t>(rows.back().weights.size());
  for (Taps& taps : rows) taps.first -= first;
  const Tensor needed = pixels.narrow(0, first, end - first).contiguous();
  return resize_height(resize_width(needed, triangle(wanted.left, wanted.width, size.width)), rows);
}

Tensor resized(const Tensor& pixels, const ImageSize& size) {
  const Box whole{.height = pixels.size(0), .width = pixels.size(1)};
  return resized(Decoded{pixels, region_of(whole)}, size);
}

}  // namespace tetlo
