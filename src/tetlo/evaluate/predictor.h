// SPDX-License-Identifier: Apache-2.0
// A trained network that classifies image files. It needs its run folder, but not the data set on
// which it was trained.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tetlo/data/batches.h"
#include "tetlo/data/image_files.h"
#include "tetlo/data/source.h"
#include "tetlo/evaluate/options.h"
#include "tetlo/loop/job.h"
#include "tetlo/net/discrete_network.h"

namespace tetlo {

class Predictor {
 public:
  /// `seen` is what seen_by() says of the training, and the snapshot is one of its checkpoints.
  Predictor(const EvaluateOptions& options, const nlohmann::json& seen, const Snapshot& snapshot);

  const std::vector<std::string>& classes() const { return classes_; }
  /// The probabilities of all classes, float [N, K], for image files. Throws Error if one cannot be
  /// read.
  Tensor probabilities(const std::vector<ListedImage>& images) const;

 private:
  EvaluateOptions options_;
  torch::Device device_;
  std::vector<std::string> classes_;
  View view_;
  Augmentation augmentation_;
  std::unique_ptr<const Network> network_;
  Tensor weights_, statistics_;
};

/// How a network sees images in a test, and what its classes are called: classes, channels, side,
/// middle, mean and deviation.
nlohmann::json seen_by(const DataOptions& options, const DataSource& source,
                       const ChannelStatistics& normalisation);

}  // namespace tetlo
