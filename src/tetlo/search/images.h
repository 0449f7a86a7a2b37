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
  /// Throws Error if options and data do not fit. The auxiliary model has its own batches if
  /// auxiliary.batch is "independent".
  Images(const SearchOptions& options, const DataSource& source, torch::Device device);

  /// The number of iterations in an epoch, which is the number of batches of the training half.
  int64_t iterations() const { return train_.batches->per_epoch(); }
  /// Moves all sequences to the position after the given numbers of iterations and steps of α.
  void start(int64_t iterations, int64_t alpha_steps);
  /// Fills in the batches of a step; those of the validation half only if α is updated.
  void fill(StepInputs& inputs, bool moves_alpha);
  /// The `count`-th batch of augmented validation images, counted from 1, as used to update α.
  StepBatch validation_batch(int64_t count) const;
  /// The validation half without augmentation, each image once.
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
  bool own_;  ///< whether the auxiliary model has its own batches
  Stream train_, validation_, auxiliary_train_, auxiliary_validation_;
  std::shared_ptr<const Batches> validation_images_;
};

/// The training images, split as the options say.
Split search_split(const SearchOptions& options, const DataSource& source);

}  // namespace tetlo
