// SPDX-License-Identifier: Apache-2.0
// Random changes to an image that keep what it shows, and its normalisation.
//
// In order: pad by `crop_padding` pixels of value 0 on every side and crop a window of the old size
// at random; mirror left to right with probability 1/2; (pixel / 255 − mean) / deviation; set to 0
// the square [y − n/2, y + n/2) x [x − n/2, x + n/2) about a random pixel, clipped to the image,
// for n = `cutout` (rounded down to even), with probability `cutout_probability` [DeVries2017].
// Source: [DARTS], utils.py, where cutout also comes after normalisation, so that it paints the
// mean colour rather than black. A checkable value: with padding 1 each of the 9 windows and its
// mirror comes up 1 time in 18.
#pragma once

#include <span>

#include "tetlo/data/normalisation.h"
#include "tetlo/util/random.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

struct Augmentation {
  int crop_padding = 4;  // 0: no crop
  bool flip = true;
  int cutout = 0;  // side of the square; 0: none
  double cutout_probability = 1;
  Normalisation normalisation;

  /// Throws Error on a negative length.
  void check() const;
};

/// image: contiguous uint8 [C, H, W]; the result is float [C, H, W].
Tensor augment(const Tensor& image, const Augmentation& augmentation, Random& random);

/// The image normalised and otherwise as it is, for testing.
Tensor plain(const Tensor& image, const Normalisation& normalisation);

/// The same, written into one row of a batch, C·H·W long: no tensor is made for each image.
void augment_into(std::span<float> row, const Tensor& image, const Augmentation& augmentation,
                  Random& random);
void plain_into(std::span<float> row, const Tensor& image, const Normalisation& normalisation);

}  // namespace tetlo
