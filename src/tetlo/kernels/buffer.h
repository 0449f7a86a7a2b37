// SPDX-License-Identifier: Apache-2.0
// Memory for the kernels, aligned to whole vectors, so that no load straddles two cache lines.
#pragma once

#include <hwy/aligned_allocator.h>

#include <algorithm>

#include "tetlo/kernels/image.h"

namespace tetlo::kernels {

/// An array of `size` floats that are zero at first.
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(int64_t size)
      : size_(size),
        data_(hwy::AllocateAligned<float>(static_cast<size_t>(std::max<int64_t>(size, 1)))) {
    std::fill_n(data_.get(), size, 0.0F);
  }
  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  float& operator[](int64_t i) { return data_[static_cast<size_t>(i)]; }
  float operator[](int64_t i) const { return data_[static_cast<size_t>(i)]; }
  int64_t size() const { return size_; }

 private:
  int64_t size_ = 0;
  hwy::AlignedFreeUniquePtr<float[]> data_;
};

/// An image that is surrounded by a frame of zeros, `halo` pixels wide.
class FramedImage {
 public:
  FramedImage(int64_t height, int64_t width, int64_t channels, int64_t halo)
      : buffer_((height + 2 * halo) * (width + 2 * halo) * channels),
        image_{.height = height,
               .width = width,
               .channels = channels,
               .row = (width + 2 * halo) * channels} {
    image_.data = buffer_.data() + halo * image_.row + halo * channels;
  }
  const Image& image() const { return image_; }

 private:
  Buffer buffer_;
  Image image_;
};

}  // namespace tetlo::kernels
