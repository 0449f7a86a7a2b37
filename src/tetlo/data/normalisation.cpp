// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/normalisation.h"

#include <cmath>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Sums over the pixels of a channel. They are whole numbers, so that they are exact in any order.
struct Sums {
  uint64_t count = 0;
  uint64_t sum = 0;
  uint64_t squares = 0;

  void add(const uint8_t* pixels, int64_t number) {
    for (int64_t i = 0; i < number; ++i) {
      const uint64_t pixel = pixels[i];
      sum += pixel;
      squares += pixel * pixel;
    }
    count += static_cast<uint64_t>(number);
  }
};

}  // namespace

ChannelStatistics channel_statistics(const Dataset& dataset) {
  require(dataset.size() > 0, "There are 0 training images; there must be at least one.");
  std::vector<Sums> channels(static_cast<size_t>(dataset.get(0).image.size(0)));
  for (int64_t index = 0; index < dataset.size(); ++index) {
    const Tensor image = dataset.get(index).image.contiguous();
    TORCH_CHECK(image.size(0) == static_cast<int64_t>(channels.size()), "channels differ");
    const int64_t plane = image.size(1) * image.size(2);
    const uint8_t* pixels = image.data_ptr<uint8_t>();
    for (auto& channel : channels) {
      channel.add(pixels, plane);
      pixels += plane;
    }
  }
  ChannelStatistics result;
  for (const auto& channel : channels) {
    const double mean = static_cast<double>(channel.sum) / static_cast<double>(channel.count);
    const double square = static_cast<double>(channel.squares) / static_cast<double>(channel.count);
    const double variance = square - mean * mean;
    require(variance > 1e-9, "Channel {} of the training images is {} everywhere; it must vary.",
            result.mean.size(), mean);
    result.mean.push_back(mean / 255);
    result.deviation.push_back(std::sqrt(variance) / 255);
  }
  return result;
}

}  // namespace tetlo
