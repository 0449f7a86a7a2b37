// SPDX-License-Identifier: Apache-2.0
// A found network with its weights, and how it sees an image in a test: all that is needed to use it
// without the data set on which it was trained.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/data/data_options.h"
#include "tetlo/data/source.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/loop/job.h"
#include "tetlo/net/discrete_network.h"

namespace tetlo {

struct TrainedNetwork {
  Genotype genotype = {};
  DiscreteShape shape = {};
  Tensor weights = {}, statistics = {};   ///< flat, as the network's layout declares them
  std::vector<std::string> classes = {};  ///< their names
  double middle = 1;  ///< share of the shorter side that is seen of an image file
  ChannelStatistics normalisation = {};
};

/// How a network sees images in a test, and what its classes are called: classes, channels, side,
/// middle, mean and deviation.
nlohmann::json seen_by(const DataOptions& options, const DataSource& source,
                       const ChannelStatistics& normalisation);

/// The network that a training with these options has saved in `snapshot`; `seen` is what seen_by()
/// says of that training.
TrainedNetwork trained_network(const EvaluateOptions& options, const nlohmann::json& seen,
                               const Snapshot& snapshot);

}  // namespace tetlo
