// SPDX-License-Identifier: Apache-2.0
// How a stored image is turned to be upright. Cameras store what the sensor gives and note in the
// EXIF data how it was held [JEITA CP-3451, tag 274].
//
// Checkable: value 6 turns a stored image by 90 degrees clockwise, so that the pixel (0, 0) of the
// upright image is the first pixel of the last stored row.
#pragma once

#include <string_view>

#include "tetlo/images/geometry.h"

namespace tetlo {

/// Rows and columns change places first; then the image is mirrored.
struct Orientation {
  bool transposed = false;
  bool upside_down = false;  ///< rows in the opposite order
  bool mirrored = false;     ///< columns in the opposite order

  ImageSize upright(const ImageSize& stored) const;
  /// The place of an upright image's box in the stored image, whose size is given.
  Box stored(const Box& upright, const ImageSize& size) const;
  /// Turns a part of a stored image.
  Decoded upright(const Decoded& stored) const;
};

/// The orientation for one of the values 1 to 8; any other value means upright.
Orientation orientation_of(int value);

/// The value of the tag in a block of EXIF data, which begins with "II" or "MM"; 1 if it has none
/// or is damaged, because an image can be used without it.
int orientation_in(std::string_view exif);

}  // namespace tetlo
