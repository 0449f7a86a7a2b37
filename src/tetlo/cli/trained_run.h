// SPDX-License-Identifier: Apache-2.0
// The run folder of a finished or stopped `tetlo evaluate`, opened to use its network.
#pragma once

#include <string>

#include "tetlo/evaluate/trained_network.h"

namespace tetlo {

struct TrainedRun {
  EvaluateOptions options;
  TrainedNetwork network;
};

/// Opens the folder at its last checkpoint. Throws Error if it is no such folder.
TrainedRun open_trained_network(const std::string& run);

}  // namespace tetlo
