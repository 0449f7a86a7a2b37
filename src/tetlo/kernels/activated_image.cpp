// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/activated_image.h"

#include "tetlo/kernels/elementwise.h"

namespace tetlo::kernels {

void ActivatedImage::start(const float* x, const float* scale, const float* shift) {
  x_ = x;
  scale_ = scale;
  shift_ = shift;
  made_ = 0;
}

const Image& ActivatedImage::upto(int64_t last) {
  const Image& whole = image();
  if (last <= made_) return whole;
  const int64_t row = whole.width * whole.channels, rows = last - made_;
  const Image next{.data = whole.at(made_, 0),
                   .height = rows,
                   .width = whole.width,
                   .channels = whole.channels,
                   .row = whole.row};
  load_activated(x_ + made_ * row, scale_, shift_, next);
  made_ = last;
  return whole;
}

}  // namespace tetlo::kernels
