// SPDX-License-Identifier: Apache-2.0
// Weights from a file, with which `tetlo evaluate --weights` starts. What the file says of itself
// applies: a flag that contradicts it is an error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tetlo/cli/run_command.h"
#include "tetlo/evaluate/training.h"
#include "tetlo/export/weights.h"

namespace tetlo {

/// Sets the options of the network to what the file of options.weights states. Throws Error if the
/// options or an assignment of the flags state something else.
void take_network(const RunFlags& flags, EvaluateOptions& options, Configuration& configuration);

/// The weights of a run; nothing if it starts at random.
struct GivenWeights {
  std::optional<WeightsFile> file;                 ///< of a new run
  std::optional<ChannelStatistics> normalisation;  ///< that the file states
};

/// Reads the file, or for a run that is resumed its last checkpoint, which has all that is needed.
GivenWeights given_weights(const EvaluateOptions& options, const RunFlags& flags);

/// Normalises the images as these weights expect it. Throws Error if they are of images of which
/// the network would be another.
void normalise_for(const GivenWeights& given, const EvaluateOptions& options, DataSource& source);

/// Lets the job start from these weights. Returns what a user should know of them.
std::vector<std::string> start_from(const GivenWeights& given, const EvaluateOptions& options,
                                    const DataSource& source, Training& job);

}  // namespace tetlo
