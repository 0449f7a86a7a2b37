// SPDX-License-Identifier: Apache-2.0
// Mean and standard deviation of each colour channel, with which images are normalised:
// (pixel / 255 − mean) / deviation.
//
// The deviation is the population's: sqrt(E[x²] − E[x]²) over every pixel of every image.
// A checkable value: the 60,000 training images of Fashion-MNIST have mean .2860, deviation .3530.
#pragma once

#include <vector>

#include "tetlo/data/dataset.h"

namespace tetlo {

struct Normalisation {
  std::vector<double> mean;
  std::vector<double> deviation;
};

/// The statistics of all images, whose number of channels must agree. Throws Error if the data set
/// is empty or a channel is constant, which cannot be normalised.
Normalisation channel_statistics(const Dataset& dataset);

}  // namespace tetlo
