// SPDX-License-Identifier: Apache-2.0
// A network's weights as a file of safetensors, with the names of state_dict.h and the metadata of
// metadata.h.
#pragma once

#include <string>

#include "tetlo/export/metadata.h"
#include "tetlo/export/state_dict.h"

namespace tetlo {

void write_weights(const TrainedNetwork& trained, const std::string& path);

struct WeightsFile {
  StateDict state;
  Stated stated;
};

/// Reads such a file, or one that another program has written. Throws Error if it is malformed.
WeightsFile read_weights(const std::string& path);

}  // namespace tetlo
