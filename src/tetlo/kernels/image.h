// SPDX-License-Identifier: Apache-2.0
// How the kernels see memory: one image at a time, channels last, channels padded to whole vectors.
//
// The channels of a pixel are consecutive floats, padded with zeros to a multiple of kChannelBlock,
// so that no loop has a remainder in them. An image whose neighbours matter stands in a frame of
// zeros, its halo, so that no loop has a border either. Every kernel takes what it needs of one
// image and touches nothing else: threads share images out among them, and results do not depend on
// how many there are.
#pragma once

#include <cstdint>

namespace tetlo::kernels {

constexpr int64_t kChannelBlock = 8;

/// `channels` rounded up to whole blocks.
constexpr int64_t padded(int64_t channels) {
  return (channels + kChannelBlock - 1) / kChannelBlock * kChannelBlock;
}

/// Pixels of `channels` floats (whole blocks), `row` floats from one row to the next.
template <typename T>
struct Pixels {
  T* data = nullptr;  ///< of pixel (0, 0); a halo lies before and behind
  int64_t height = 0, width = 0, channels = 0;
  int64_t row = 0;

  T* at(int64_t y, int64_t x) const { return data + y * row + x * channels; }
  operator Pixels<const T>() const { return {data, height, width, channels, row}; }
};

using Image = Pixels<float>;
using ConstImage = Pixels<const float>;

/// Whether a result replaces or adds to what is there.
enum class Write { kOver, kAdd };

/// An image without halo.
template <typename T>
Pixels<T> dense(T* data, int64_t height, int64_t width, int64_t channels) {
  return {data, height, width, channels, width * channels};
}

}  // namespace tetlo::kernels
