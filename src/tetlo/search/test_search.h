// SPDX-License-Identifier: Apache-2.0
// Searches on tiny random images, for tests.
#pragma once

#include <string>
#include <vector>

#include "tetlo/search/search.h"

namespace tetlo {

/// Random images of 8 x 8 pixels in some classes.
inline DataSource noise_images(int64_t classes = 3) {
  const auto images = [&](uint64_t part) {
    const Tensor pixels =
        torch::randint(256, {48, 3, 8, 8}, generator(part, Purpose::kLabels), torch::kInt64);
    return std::make_shared<const MemoryDataset>(
        pixels.to(torch::kUInt8), torch::arange(48).remainder(classes), classes, "noise");
  };
  return {.train = images(1),
          .test = images(2),
          .classes = classes,
          .channels = 3,
          .height = 8,
          .width = 8,
          .normalisation = {}};
}

inline SearchOptions options_with(const std::vector<std::string>& assignments) {
  SearchOptions options;
  std::vector<std::string> all = {"network.channels=4", "network.cells=3", "search.batch_size=8",
                                  "search.arch_every=1", "data.crop_padding=1"};
  all.insert(all.end(), assignments.begin(), assignments.end());
  options.configuration().load("", all);
  return options;
}

inline Search search_with(const std::vector<std::string>& assignments) {
  return {options_with(assignments), {noise_images()}};
}

/// Runs the first `epochs` epochs of the job in the way that run() does.
inline void run_epochs(Search& search, int64_t epochs) {
  for (int64_t epoch = 0; epoch < epochs; ++epoch) {
    search.begin_epoch(epoch);
    for (int64_t i = 0; i < search.iterations(epoch); ++i) search.iterate({epoch, i});
    search.finish_epoch(epoch);
  }
}

}  // namespace tetlo
