// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/images.h"

namespace tetlo {
namespace {

/// Which sequence of batches: loaders of one run that shall differ have different streams.
enum Streams : uint64_t { kTrain, kValidation, kAuxiliaryTrain, kAuxiliaryValidation };

}  // namespace

Images::Images(const SearchOptions& options, const DataSource& source, torch::Device device)
    : device_(device), own_(options.auxiliary.batch == AuxiliaryBatch::kIndependent) {
  const auto seed = static_cast<uint64_t>(options.run.seed);
  const Split split = search_split(options, source);
  const auto augmentation = augmentation_for(options.data, source, *split.train);
  // With drop path cutout becomes as frequent as it [Zela2020, section 5.1]. Where α moves now and
  // then only, its images last the longer.
  const auto& schedule = options.search;
  const bool ramps = schedule.drop_path > 0;
  const int64_t epochs_of_alpha =
      (schedule.epochs - schedule.arch_from + schedule.arch_every - 1) / schedule.arch_every;
  const auto batches = [&](const std::shared_ptr<const Dataset>& images, uint64_t stream,
                           int64_t epochs) {
    return std::make_shared<const Batches>(images, augmentation,
                                           BatchOptions{.batch_size = options.search.batch_size,
                                                        .seed = seed,
                                                        .stream = stream,
                                                        .cutout_epochs = ramps ? epochs : 0});
  };
  train_.batches = batches(split.train, kTrain, schedule.epochs);
  validation_.batches = batches(split.validation, kValidation, epochs_of_alpha);
  auxiliary_train_.batches = batches(split.train, kAuxiliaryTrain, schedule.epochs);
  auxiliary_validation_.batches = batches(split.validation, kAuxiliaryValidation, epochs_of_alpha);
  validation_images_ =
      std::make_shared<const Batches>(split.validation, augmentation,
                                      BatchOptions{.batch_size = options.search.batch_size,
                                                   .shuffle = false,
                                                   .augment = false,
                                                   .drop_last = false});
}

void Images::start(int64_t iterations, int64_t alpha_steps) {
  train_.start(iterations);
  validation_.start(alpha_steps);
  if (!own_) return;
  auxiliary_train_.start(iterations);
  auxiliary_validation_.start(alpha_steps);
}

Batch Images::next(Stream& stream) const {
  const Batch batch = stream.ahead->next();
  return {.images = batch.images.to(device_), .labels = batch.labels.to(device_)};
}

void Images::fill(Round& round, bool moves_alpha) {
  round.train = next(train_);
  if (moves_alpha) round.validation = next(validation_);
  round.auxiliary_train = own_ ? next(auxiliary_train_) : round.train;
  round.auxiliary_validation = own_ && moves_alpha ? next(auxiliary_validation_) : round.validation;
}

Split search_split(const SearchOptions& options, const DataSource& source) {
  return split_dataset(source.train, {.train_portion = options.search.train_portion,
                                      .order = options.search.split,
                                      .seed = static_cast<uint64_t>(options.run.seed),
                                      .limit = options.data.limit});
}

}  // namespace tetlo
