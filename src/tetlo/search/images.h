// SPDX-License-Identifier: Apache-2.0
// The images of a search: endless sequences of augmented batches of both halves, for both models,
// and of both halves together for an auxiliary model that is trained before the search.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "tetlo/data/prefetcher.h"
#include "tetlo/data/source.h"
#include "tetlo/data/split.h"
#include "tetlo/frameworks/model.h"
#include "tetlo/search/options.h"

namespace tetlo {

/// The images of both tasks.
struct Sources {
  DataSource main;
  std::optional<DataSource> auxiliary = std::nullopt;  ///< nothing: those of the main task
};

/// Opens the data sets that the options name. Throws Error if one cannot be read, or if the images
/// of both tasks differ in their channels or their size.
Sources open_sources(const SearchOptions& options);

class Images {
 public:
  /// Throws Error if options and data do not fit. The auxiliary model has its own batches if
  /// auxiliary.batch is "independent".
  Images(const SearchOptions& options, const Sources& sources, torch::Device device);

  /// The number of iterations in an epoch, which is the number of batches of the training half.
  int64_t iterations() const { return train_.batches->per_epoch(); }
  /// The same for the preparation of a search.
  int64_t preparation_iterations() const { return preparation_.batches->per_epoch(); }
  /// The number of images in the training half, and of those for preparation.
  int64_t training_images() const { return train_.batches->images(); }
  int64_t preparation_images() const { return preparation_.batches->images(); }

  /// A number of batches of each sequence.
  struct Counts {
    int64_t iterations = 0;   ///< of the search
    int64_t alpha_steps = 0;  ///< batches of the validation half
    int64_t preparation = 0;  ///< iterations of preparation
  };
  /// Moves all sequences to the position after these numbers of batches.
  void start(const Counts& done);
  /// Fills in the batches of a step; those of the validation half only if α is updated.
  void fill(StepInputs& inputs, bool moves_alpha);
  /// The next batch of preparation.
  StepBatch next_of_preparation();
  /// The `count`-th batch of augmented validation images, counted from 1, as used to update α.
  StepBatch validation_batch(int64_t count) const;
  /// The validation half of a model's task without augmentation, each image once, and its loss.
  const std::shared_ptr<const Batches>& validation(const Model& model) const {
    return model.auxiliary ? auxiliary_validation_images_ : validation_images_;
  }
  const Loss& validation_loss(const Model& model) const {
    return model.auxiliary ? auxiliary_validation_.loss : validation_.loss;
  }
  /// What was done to the validation half; null if it is clean.
  const nlohmann::json& condition() const { return condition_; }

 private:
  struct Stream {
    std::shared_ptr<const Batches> batches;
    Loss loss;
    std::optional<Prefetcher> ahead;

    void start(int64_t position, int64_t workers) { ahead.emplace(batches, position, workers); }
  };
  StepBatch on_device(const Batch& batch, const Loss& loss) const;
  StepBatch next(Stream& stream) const;

  torch::Device device_;
  int64_t workers_;  ///< of each sequence of batches
  bool own_;         ///< whether the auxiliary model has its own batches
  Stream train_, validation_, auxiliary_train_, auxiliary_validation_, preparation_;
  int64_t prepared_ = 0;  ///< number of batches of preparation so far
  std::shared_ptr<const Batches> validation_images_, auxiliary_validation_images_;
  nlohmann::json condition_;
};

/// Both halves of the training images. The second is in the condition that the options choose.
struct SearchSplit : Split {
  nlohmann::json condition;  ///< what was done to it; null if nothing
};

/// How the images of a task are changed.
Augmentation search_augmentation(const SearchOptions& options, const DataSource& source,
                                 const Dataset& training);

/// The training images of the main task, split as the options say.
SearchSplit search_split(const SearchOptions& options, const DataSource& source);

}  // namespace tetlo
