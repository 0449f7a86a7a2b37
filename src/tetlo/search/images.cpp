// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/images.h"

#include <algorithm>

namespace tetlo {
namespace {

/// The numbers of the sequences of batches. Two loaders of a run that are to differ
/// need different numbers.
enum Streams : uint64_t { kTrain, kValidation, kAuxiliaryTrain, kAuxiliaryValidation };

}  // namespace

Images::Images(const SearchOptions& options, const DataSource& source, torch::Device device)
    : device_(device), own_(options.auxiliary_batch == AuxiliaryBatch::kIndependent) {
  const uint64_t seed = options.run.stream_seed();
  const Split split = search_split(options, source);
  auto augmentation = augmentation_for(options.data, source, *split.train);
  // With drop path, the probability of cutout grows in the same way [Zela2020, section 5.1].
  // The validation stream advances only when α is updated, so its growth is counted in
  // passes of that stream.
  const auto& schedule = options.search;
  const bool ramps = schedule.drop_path > 0;
  if (schedule.cutout_with_drop_path && !ramps) augmentation.cutout = 0;
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

StepBatch Images::on_device(const Batch& batch) const {
  return {.images = batch.images.to(device_), .labels = batch.labels.to(device_)};
}

StepBatch Images::next(Stream& stream) const { return on_device(stream.ahead->next()); }

StepBatch Images::validation_batch(int64_t count) const {
  const Batches& batches = *validation_.batches;
  const int64_t place = std::max<int64_t>(count - 1, 0);
  return on_device(batches.get(place / batches.per_epoch(), place % batches.per_epoch()));
}

void Images::fill(StepInputs& inputs, bool moves_alpha) {
  inputs.train = next(train_);
  if (moves_alpha) inputs.validation = next(validation_);
  inputs.auxiliary_train = own_ ? next(auxiliary_train_) : inputs.train;
  inputs.auxiliary_validation =
      own_ && moves_alpha ? next(auxiliary_validation_) : inputs.validation;
}

Split search_split(const SearchOptions& options, const DataSource& source) {
  return split_dataset(source.train,
                       {.train_portion = options.search.train_portion,
                        .order = options.search.split,
                        .seed = split_seed(options.search.split_seed, options.run.seed),
                        .limit = options.data.limit,
                        .held_out = options.search.held_out});
}

}  // namespace tetlo
