// SPDX-License-Identifier: Apache-2.0
// Random changes of colours, in a random order. Each pixel x, with grey value g(x) = 0.299 R +
// 0.587 G + 0.114 B, becomes, rounded and limited to 0 … 255 after each of them,
//
//   brightness   f x
//   contrast     m + f (x − m),       m = the mean of g over the image
//   saturation   g(x) + f (x − g(x))
//   hue          the colour of the same saturation and value whose hue is a turned by f [Smith1978]
//
// where the factors are uniform, f ∈ [1 − s, 1 + s], and of hue f ∈ [−s, s] in turns.
//
// Checkable: with all strengths 0 the image stays as it is; a hue turned by 1/3 makes red green.
#pragma once

#include "tetlo/util/random.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

/// The strengths s.
struct Jitter {
  double brightness = 0, contrast = 0, saturation = 0, hue = 0;

  bool none() const { return brightness + contrast + saturation + hue == 0; }
};

/// An image, uint8 [C, H, W], with other colours. A grey image only changes brightness and
/// contrast.
Tensor jittered(const Tensor& image, const Jitter& jitter, Random& random);

}  // namespace tetlo
