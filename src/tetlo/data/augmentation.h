// SPDX-License-Identifier: Apache-2.0
// Normalises an image, after random changes that do not alter what it shows. In this order:
//
//   0. Change its colours (jitter.h), if that is wanted.
//   1. Pad by `crop_padding` pixels of value 0 on every side, and crop a random window of the
//      original size.
//   2. Mirror left to right with probability 1/2.
//   3. Normalise: (pixel / 255 − mean) / standard deviation.
//   4. Cutout [DeVries2017]: with probability `cutout_probability`, set to 0 the square
//      [y − n/2, y + n/2) x [x − n/2, x + n/2) about a random pixel, clipped to the image, where n
//      is `cutout`, rounded down to an even number.
//
// In DARTS's code (utils.py) [Liu2019], too, cutout comes after normalisation, so that it paints
// the mean colour and not black.
//
// Checkable: with padding 1, each of the 9 windows and each of their mirror images occurs with
// probability 1/18.
#pragma once

#include <span>

#include "tetlo/data/normalisation.h"
#include "tetlo/images/jitter.h"
#include "tetlo/util/random.h"
#include "tetlo/util/tensor.h"

namespace tetlo {

struct Augmentation {
  int crop_padding = 4;  ///< 0: no crop
  bool flip = true;
  int cutout = 0;  ///< side of the square; 0: no cutout
  double cutout_probability = 1;
  Jitter jitter = {};
  ChannelStatistics normalisation;

  /// Throws Error on a negative length.
  void check() const;
};

/// Takes a contiguous uint8 image [C, H, W] and returns float [C, H, W].
Tensor augment(const Tensor& image, const Augmentation& augmentation, Random& random);

/// Only normalises the image, as is done for testing.
Tensor plain(const Tensor& image, const ChannelStatistics& normalisation);

/// The same two functions, writing into one row of a batch, which holds C·H·W numbers. They avoid
/// making a tensor for each image.
void augment_into(std::span<float> row, const Tensor& image, const Augmentation& augmentation,
                  Random& random);
void plain_into(std::span<float> row, const Tensor& image, const ChannelStatistics& normalisation);

}  // namespace tetlo
