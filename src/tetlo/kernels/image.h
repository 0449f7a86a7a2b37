// SPDX-License-Identifier: Apache-2.0
// The memory layout of the kernels: one image at a time, channels last, channels padded to whole
// vectors.
//
// The channels of a pixel are consecutive floats, padded with zeros to a multiple of kChannelBlock,
// so that loops over channels have no remainder. If the neighbours of a pixel matter, the image is
// surrounded by a frame of zeros, its halo, so that loops over pixels need no special case at the
// border. A kernel reads and writes only one image, so that threads can share a batch image by
// image and results do not depend on the number of threads.
#pragma once

#include <cstdint>

namespace tetlo::kernels {

constexpr int64_t kChannelBlock = 8;

/// `channels`, rounded up to a multiple of kChannelBlock.
constexpr int64_t padded(int64_t channels) {
  return (channels + kChannelBlock - 1) / kChannelBlock * kChannelBlock;
}

/// An image whose pixels have `channels` floats (whole blocks) and whose rows begin `row` floats
/// apart.
template <typename T>
struct Pixels {
  T* data = nullptr;  ///< pixel (0, 0); a halo lies before and behind the image
  int64_t height = 0, width = 0, channels = 0;
  int64_t row = 0;

  T* at(int64_t y, int64_t x) const { return data + y * row + x * channels; }
  operator Pixels<const T>() const { return {data, height, width, channels, row}; }
};

using Image = Pixels<float>;
using ConstImage = Pixels<const float>;

/// Whether a result replaces the present content or is added to it.
enum class Write { kOver, kAdd };

/// An image without a halo.
template <typename T>
Pixels<T> dense(T* data, int64_t height, int64_t width, int64_t channels) {
  return {data, height, width, channels, width * channels};
}

}  // namespace tetlo::kernels
