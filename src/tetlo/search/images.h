// SPDX-License-Identifier: Apache-2.0
// The images of a search: endless sequences of augmented batches of both halves, for both models.
#pragma once

#include <memory>
#include <optional>

#include "tetlo/data/prefetcher.h"
#include "tetlo/data/split.h"
#include "tetlo/frameworks/step_inputs.h"
#include "tetlo/search/options.h"

namespace tetlo {

class Images {
 public:
  /// Throws Error where options and data do not fit. The auxiliary model has batches of its own
  /// where auxiliary.batch says so.
  Images(const SearchOptions& options, const DataSource& source, torch::Device device);

  /// Batches of the training half: the iterations of an epoch.
  int64_t iterations() const { return train_.batches->per_epoch(); }
  /// Goes to where a search stands after so many iterations and steps of α.
  void start(int64_t iterations, int64_t alpha_steps);
  /// Gives a step its batches; those of the validation half only where α moves.
  void fill(StepInputs& inputs, bool moves_alpha);
  /// The `count`-th batch of augmented validation images, from 1 on, as α saw it.
  StepBatch validation_batch(int64_t count) const;
  /// The validation half, each image once and as it is.
  const std::shared_ptr<const Batches>& validation() const { return validation_images_; }

 private:
  struct Stream {
    std::shared_ptr<const Batches> batches;
    std::optional<Prefetcher> ahead;

    void start(int64_t position) { ahead.emplace(batches, position); }
  };
  StepBatch on_device(const Batch& batch) const;
  StepBatch next(Stream& stream) const;

  torch::Device device_;
  bool own_;  ///< whether the auxiliary model has batches of its own
  Stream train_, validation_, auxiliary_train_, auxiliary_validation_;
  std::shared_ptr<const Batches> validation_images_;
};

/// The training images divided as the options ask for.
Split search_split(const SearchOptions& options, const DataSource& source);

}  // namespace tetlo
