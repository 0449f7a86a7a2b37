// SPDX-License-Identifier: Apache-2.0
// Resizing with a triangle filter that widens as the image shrinks (antialiasing): in each
// direction
//
//   out_i = Σ_j w((j + 1/2 − c_i) / f) in_j / Σ_j w(…),   w(t) = max(0, 1 − |t|),
//   c_i = (i + 1/2) · scale,   f = max(1, scale),   scale = size in / size out,
//
// in bytes and whole-number weights, as Pillow's "bilinear" does, to the bit. Pixels beyond the
// region are not used, as if the image had been cropped first.
//
// Checkable: 0 and 255 side by side, resized to one pixel, are 128.
#pragma once

#include "tetlo/images/geometry.h"

namespace tetlo {

/// The wanted part, resized: uint8 [size.height, size.width, C].
Tensor resized(const Decoded& decoded, const ImageSize& size);

/// The same for a whole image, uint8 [H, W, C].
Tensor resized(const Tensor& pixels, const ImageSize& size);

}  // namespace tetlo
