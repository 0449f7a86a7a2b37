// SPDX-License-Identifier: Apache-2.0
// A trained network that classifies image files. It needs its run folder, but not the data set on
// which it was trained.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/data/batches.h"
#include "tetlo/data/image_files.h"
#include "tetlo/evaluate/trained_network.h"

namespace tetlo {

class Predictor {
 public:
  /// Computes on the device of the options, with as many workers as they say.
  Predictor(const EvaluateOptions& options, const TrainedNetwork& trained);

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

}  // namespace tetlo
