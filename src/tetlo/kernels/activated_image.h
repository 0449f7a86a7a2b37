// SPDX-License-Identifier: Apache-2.0
// What stages read: an activated image in a frame of zeros, made a few rows at a time as they are
// asked for. A row is then still near when it is used first, the rows after it can be on their way
// from memory meanwhile, and where nobody asks nothing is made.
//
//   a = max(0, scale · x + shift)
#pragma once

#include "tetlo/kernels/buffer.h"

namespace tetlo::kernels {

class ActivatedImage {
 public:
  ActivatedImage(int64_t height, int64_t width, int64_t channels, int64_t halo)
      : frame_(height, width, channels, halo) {}
  /// One that is made already.
  explicit ActivatedImage(FramedImage whole)
      : frame_(std::move(whole)), made_(frame_.image().height) {}

  /// Begins anew with another x [height, width, channels] of the same size. A null scale and shift
  /// leave x as it is.
  void start(const float* x, const float* scale, const float* shift);
  /// The image, of which rows [0, last) are made.
  const Image& upto(int64_t last);
  /// Where the rows of x are that are wanted next by one who is at `row`: those not made yet, or in
  /// the image behind this one, where a batch goes on.
  const float* next(int64_t row) const {
    if (x_ == nullptr) return nullptr;
    return x_ + (made_ < image().height ? made_ : made_ + row) * image().width * image().channels;
  }
  /// The image, whatever is made of it.
  const Image& image() const { return frame_.image(); }

 private:
  FramedImage frame_;
  const float* x_ = nullptr;
  const float* scale_ = nullptr;
  const float* shift_ = nullptr;
  int64_t made_ = 0;
};

}  // namespace tetlo::kernels
