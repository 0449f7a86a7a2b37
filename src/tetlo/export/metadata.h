// SPDX-License-Identifier: Apache-2.0
// What an exported network says of itself: texts by name, beside its weights or in its graph.
//
//   genotype, channels, cells, classes                the network, and the names of its classes
//   image_channels, image_side, middle, mean, deviation   what becomes of an image file in a test:
//       its middle is resized to a square, its pixels divided by 255, less the mean, divided by the
//       deviation
//   names     "quark0/darts" if the names of the weights are those of [Liu2019]'s code, else "tetlo"
//   input, transforms   the same in sentences, for people
//
// Values that are not texts are JSON.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "tetlo/evaluate/trained_network.h"

namespace tetlo {

using Metadata = std::map<std::string, std::string>;

Metadata metadata_of(const TrainedNetwork& trained);

/// What a file of weights says of itself, as far as it says it.
struct Stated {
  std::string genotype;
  std::optional<int64_t> channels, cells, image_side;
  std::optional<double> middle;
  std::vector<std::string> classes;
  std::optional<ChannelStatistics> normalisation;
};

/// Reads what metadata_of() has written; others need only have a part of it. Throws Error if a value
/// is malformed; `origin` stands for the file.
Stated read_metadata(const Metadata& metadata, const std::string& origin);

}  // namespace tetlo
