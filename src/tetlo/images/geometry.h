// SPDX-License-Identifier: Apache-2.0
// Sizes and parts of images, in pixels.
#pragma once

#include <cstdint>

#include "tetlo/util/tensor.h"

namespace tetlo {

struct ImageSize {
  int64_t height = 0, width = 0;

  bool operator==(const ImageSize&) const = default;
};

/// A rectangle of whole pixels.
struct Box {
  int64_t top = 0, left = 0, height = 0, width = 0;
};

/// A rectangle of which edges may lie within pixels.
struct Region {
  double top = 0, left = 0, height = 0, width = 0;
};

/// A box in an image that is reduced by that factor.
inline Region region_of(const Box& box, int reduction = 1) {
  const auto reduced = [&](int64_t edge) { return static_cast<double>(edge) / reduction; };
  return {reduced(box.top), reduced(box.left), reduced(box.height), reduced(box.width)};
}

/// Decoded pixels around a part of an image that was asked for.
struct Decoded {
  Tensor pixels;  ///< uint8 [H, W, C]; C is 3 for red, green and blue, and 1 for grey
  Region wanted;  ///< the part that was asked for, in these pixels
};

}  // namespace tetlo
