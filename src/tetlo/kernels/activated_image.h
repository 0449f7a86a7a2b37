// SPDX-License-Identifier: Apache-2.0
// The input of a stage: an activated image in a frame of zeros.
//
//   a = max(0, scale · x + shift)
//
// Rows are activated on demand, a few at a time. A row is therefore still in the cache when it is
// first used, the rows after it can be prefetched meanwhile, and rows that nobody reads cost
// nothing.
#pragma once

#include "tetlo/kernels/buffer.h"

namespace tetlo::kernels {

class ActivatedImage {
 public:
  ActivatedImage(int64_t height, int64_t width, int64_t channels, int64_t halo)
      : frame_(height, width, channels, halo) {}
  /// Takes an image whose rows are all activated already.
  explicit ActivatedImage(FramedImage whole)
      : frame_(std::move(whole)), made_(frame_.image().height) {}

  /// Forgets the present image and begins another, x [height, width, channels], of the same size.
  /// A null scale counts as 1 and a null shift as 0.
  void start(const float* x, const float* scale, const float* shift);
  /// The image, after activating those of its rows [0, last) that are not activated yet.
  const Image& upto(int64_t last);
  /// The address to prefetch for a caller that is working at `row`: the first row of x not yet
  /// activated or, once all are, the corresponding row of the next image of the batch.
  const float* next(int64_t row) const {
    if (x_ == nullptr) return nullptr;
    return x_ + (made_ < image().height ? made_ : made_ + row) * image().width * image().channels;
  }
  /// The image in its present state; rows that no upto() has requested are not activated.
  const Image& image() const { return frame_.image(); }

 private:
  FramedImage frame_;
  const float* x_ = nullptr;
  const float* scale_ = nullptr;
  const float* shift_ = nullptr;
  int64_t made_ = 0;  ///< rows [0, made_) are activated
};

}  // namespace tetlo::kernels
