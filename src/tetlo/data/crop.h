// SPDX-License-Identifier: Apache-2.0
// Which part of a photograph becomes the square image that a network sees.
//
// In a test it is the square in the middle whose side is a share of the shorter side. Resized to
// the side s, this is the usual "resize the shorter side to s / share, then crop the middle".
//
// In training it is a random rectangle [Szegedy2015, section 6]: its area is a share of the
// image's, uniform between two bounds, the logarithm of width / height is uniform between those of
// 3/4 and 4/3, and its place is uniform. Ten rectangles are tried; if none fits into the image, it
// is the largest one in the middle with such a shape.
//
// Checkable: of 500 x 375 pixels, the middle with share 1 is the square [62, 437) x [0, 375).
#pragma once

#include "tetlo/images/geometry.h"
#include "tetlo/util/random.h"

namespace tetlo {

/// The area of a random rectangle, as a share of the image's.
struct AreaBounds {
  double least = 0.08, most = 1;
};

Box middle(const ImageSize& size, double share);

Box random_rectangle(const ImageSize& size, const AreaBounds& area, Random& random);

}  // namespace tetlo
