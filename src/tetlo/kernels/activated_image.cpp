// SPDX-License-Identifier: Apache-2.0
#include "tetlo/kernels/activated_image.h"

namespace tetlo::kernels {
namespace {

/// Rows [first, last) of an image.
Image rows(const Image& whole, int64_t first, int64_t last) {
  return {.data = whole.at(first, 0),
          .height = last - first,
          .width = whole.width,
          .channels = whole.channels,
          .row = whole.row};
}

}  // namespace

void ActivatedImage::start(const Preactivation& of, const PreactivationTangent& tangent) {
  of_ = of;
  of_tangent_ = tangent;
  made_ = 0;
}

void ActivatedImage::make(int64_t last) {
  if (last <= made_) return;
  const int64_t at = made_ * image().width * image().channels;
  Preactivation of = of_;
  of.x += at;
  load_activated(of, rows(image(), made_, last));
  if (tangent_) {
    PreactivationTangent tangent = of_tangent_;
    tangent.x += at;
    load_activated_tangent(of, tangent, rows(tangent_->image(), made_, last));
  }
  made_ = last;
}

}  // namespace tetlo::kernels
