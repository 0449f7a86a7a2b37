// SPDX-License-Identifier: Apache-2.0
// The mean and standard deviation of each colour channel, with which images are normalised:
// (pixel / 255 − mean) / standard deviation.
//
// The standard deviation is that of the population, sqrt(E[x²] − E[x]²), over every pixel of every
// image.
//
// Checkable: the 60,000 training images of Fashion-MNIST have the mean .2860 and the standard
// deviation .3530.
#pragma once

#include <vector>

#include "tetlo/data/dataset.h"

namespace tetlo {

struct ChannelStatistics {
  std::vector<double> mean;
  std::vector<double> deviation;  ///< standard deviation
};

/// Sums over the pixels of a channel. They are whole numbers, so that they are exact in any order.
struct ChannelSums {
  uint64_t count = 0;
  uint64_t sum = 0;
  uint64_t squares = 0;

  ChannelSums& operator+=(const ChannelSums& more);
};

/// The sums of an image, uint8 [C, H, W].
std::vector<ChannelSums> channel_sums(const Tensor& image);

/// Throws Error if a channel is constant, because that could not be normalised.
ChannelStatistics statistics_of(const std::vector<ChannelSums>& channels);

/// The statistics of all images, which must have the same number of channels. Throws Error if the
/// data set is empty or a channel is constant, because that could not be normalised.
ChannelStatistics channel_statistics(const Dataset& dataset);

}  // namespace tetlo
