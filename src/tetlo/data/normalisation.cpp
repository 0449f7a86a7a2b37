// SPDX-License-Identifier: Apache-2.0
#include "tetlo/data/normalisation.h"

#include <cmath>

#include "tetlo/util/error.h"

namespace tetlo {
ChannelSums& ChannelSums::operator+=(const ChannelSums& more) {
  count += more.count;
  sum += more.sum;
  squares += more.squares;
  return *this;
}

std::vector<ChannelSums> channel_sums(const Tensor& image) {
  const Tensor whole = image.contiguous();
  const auto plane = static_cast<uint64_t>(whole.size(1) * whole.size(2));
  const uint8_t* pixels = whole.data_ptr<uint8_t>();
  std::vector<ChannelSums> channels(static_cast<size_t>(whole.size(0)), {.count = plane});
  for (ChannelSums& channel : channels) {
    for (uint64_t i = 0; i < plane; ++i) {
      const uint64_t pixel = *pixels++;
      channel.sum += pixel;
      channel.squares += pixel * pixel;
    }
  }
  return channels;
}

ChannelStatistics statistics_of(const std::vector<ChannelSums>& channels) {
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

ChannelStatistics channel_statistics(const Dataset& dataset) {
  require(dataset.size() > 0, "There are 0 training images; there must be at least one.");
  std::vector<ChannelSums> channels = channel_sums(dataset.image(0, nullptr));
  for (int64_t index = 1; index < dataset.size(); ++index) {
    const auto more = channel_sums(dataset.image(index, nullptr));
    TORCH_CHECK(more.size() == channels.size(), "channels differ");
    for (size_t c = 0; c < channels.size(); ++c) channels[c] += more[c];
  }
  return statistics_of(channels);
}

}  // namespace tetlo
