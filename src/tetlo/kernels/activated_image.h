// SPDX-License-Identifier: Apache-2.0
// The input of a stage: an activated image in a frame of zeros.
//
//   a = max(0, scale · x + shift)
//
// It may have a tangent ȧ, which is an image of the same kind.
//
// Rows are activated on demand, a few at a time. A row is therefore still in the cache when it is
// first used, the rows after it can be prefetched meanwhile, and rows that nobody reads cost
// nothing.
#pragma once

#include <optional>

#include "tetlo/kernels/buffer.h"
#include "tetlo/kernels/elementwise.h"

namespace tetlo::kernels {

class ActivatedImage {
 public:
  ActivatedImage(const ConstImage& size, int64_t halo, bool has_tangent)
      : frame_(size.height, size.width, size.channels, halo) {
    if (has_tangent) tangent_.emplace(size.height, size.width, size.channels, halo);
  }
  /// Takes an image whose rows are all activated already, and its tangent if there is one.
  explicit ActivatedImage(FramedImage whole, std::optional<FramedImage> tangent = std::nullopt)
      : frame_(std::move(whole)), tangent_(std::move(tangent)), made_(frame_.image().height) {}

  /// Forgets the present image and begins another, of the same size.
  void start(const Preactivation& of, const PreactivationTangent& tangent = {});
  /// Activates those of the rows [0, last) that are not activated yet.
  void make(int64_t last);
  /// The address to prefetch for a caller that is working at `row`: the first row of x not yet
  /// activated or, once all are, the corresponding row of the next image of the batch.
  const float* next(int64_t row) const { return ahead(of_.x, row); }
  const float* next_tangent(int64_t row) const { return ahead(of_tangent_.x, row); }
  /// The image in its present state; rows that no make() has requested are not activated.
  const Image& image() const { return frame_.image(); }
  bool has_tangent() const { return tangent_.has_value(); }
  const Image& tangent() const { return tangent_->image(); }

 private:
  const float* ahead(const float* x, int64_t row) const {
    if (x == nullptr) return nullptr;
    return x + (made_ < image().height ? made_ : made_ + row) * image().width * image().channels;
  }

  FramedImage frame_;
  std::optional<FramedImage> tangent_;
  Preactivation of_;
  PreactivationTangent of_tangent_;
  int64_t made_ = 0;  ///< rows [0, made_) are activated
};

}  // namespace tetlo::kernels
