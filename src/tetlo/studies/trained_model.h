// SPDX-License-Identifier: Apache-2.0
// A network as its run folder holds it: the supernet of a search, with the α it has reached, or the
// network that `tetlo evaluate` has trained.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "tetlo/data/augmentation.h"
#include "tetlo/data/source.h"

namespace tetlo {

struct TrainedModel {
  std::string data, folder;    ///< its data set, by name and folder
  DataSource source;           ///< the data set, opened
  Augmentation normalisation;  ///< the normalisation with which it was trained
  /// Encodings [N, D] of normalised images [N, C, H, W].
  std::function<Tensor(const Tensor& images)> encode;
};

/// Opens a run folder of `search` or `evaluate` at its last checkpoint. Throws Error if it is none.
TrainedModel open_trained_model(const std::string& run_folder);

/// The encodings [N, D] of all images of a data set, in its order.
Tensor encodings(const TrainedModel& model, const std::shared_ptr<const Dataset>& images);

}  // namespace tetlo
