// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/images.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// The numbers of the sequences of batches. Two loaders of a run that are to differ
/// need different numbers.
enum Streams : uint64_t {
  kTrain,
  kValidation,
  kAuxiliaryTrain,
  kAuxiliaryValidation,
  kPreparation
};

/// Makes the sequences of batches of one task.
class BatchMaker {
 public:
  BatchMaker(const SearchOptions& options, Augmentation augmentation)
      : options_(options), augmentation_(std::move(augmentation)) {}

  /// An endless sequence of `epochs` epochs.
  std::shared_ptr<const Batches> stream(std::shared_ptr<const Dataset> images, uint64_t stream,
                                        int64_t epochs) const {
    return std::make_shared<const Batches>(std::move(images), augmentation_,
                                           BatchOptions{.batch_size = options_.search.batch_size,
                                                        .seed = options_.run.stream_seed(),
                                                        .stream = stream,
                                                        .cutout_epochs = ramps() ? epochs : 0});
  }
  /// Each image once, as it is.
  std::shared_ptr<const Batches> once(std::shared_ptr<const Dataset> images) const {
    return std::make_shared<const Batches>(std::move(images), augmentation_,
                                           BatchOptions{.batch_size = options_.search.batch_size,
                                                        .shuffle = false,
                                                        .augment = false,
                                                        .drop_last = false});
  }

 private:
  // With drop path, the probability of cutout grows in the same way [Zela2020, section 5.1].
  bool ramps() const { return options_.search.drop_path > 0; }

  const SearchOptions& options_;
  Augmentation augmentation_;
};

SearchSplit split_of(const SearchOptions& options, const DataSource& source, int64_t limit) {
  const uint64_t seed = split_seed(options.search.split_seed, options.run.seed);
  const SplitOptions chosen{.train_portion = options.search.train_portion,
                            .validation_portion = options.search.validation_portion,
                            .order = options.search.split,
                            .seed = seed,
                            .limit = limit,
                            .held_out = options.search.held_out};
  const Split clean = source.validation ? limited({source.train, source.validation}, chosen)
                                        : split_dataset(source.train, chosen);
  const auto [validation, record] =
      in_condition(options.condition, clean.validation, source.classes, seed);
  return {{.train = clean.train, .validation = validation}, record};
}

}  // namespace

Sources open_sources(const SearchOptions& options) {
  Sources sources{.main = open_source(options.data)};
  const AuxiliaryDataOptions& second = options.auxiliary_data;
  if (!second.are_own()) return sources;
  DataOptions chosen = options.data;
  chosen.name = second.name;
  chosen.folder = second.folder;
  chosen.files.labels.clear();
  sources.auxiliary = open_source(chosen);
  const auto shape = [](const DataSource& source) {
    return fmt::format("{}x{}x{}", source.channels, source.height, source.width);
  };
  require(shape(*sources.auxiliary) == shape(sources.main),
          "The images of auxiliary_data.name = \"{}\" are {}; they must be {}, as those of "
          "data.name = \"{}\".",
          second.name, shape(*sources.auxiliary), shape(sources.main), options.data.name);
  return sources;
}

Images::Images(const SearchOptions& options, const Sources& sources, torch::Device device)
    : device_(device),
      workers_(options.data.workers),
      own_(options.auxiliary_batch == AuxiliaryBatch::kIndependent) {
  const DataSource& second = sources.auxiliary ? *sources.auxiliary : sources.main;
  const SearchSplit split = search_split(options, sources.main);
  const int64_t limit = options.auxiliary_data.limit;
  const SearchSplit of_second =
      sources.auxiliary ? split_of(options, second, limit > 0 ? limit : options.data.limit) : split;
  condition_ = split.condition;
  if (sources.auxiliary && !of_second.condition.is_null()) {
    condition_["auxiliary"] = of_second.condition;
  }
  const BatchMaker main(options, search_augmentation(options, sources.main, *split.train));
  const BatchMaker auxiliary(options, search_augmentation(options, second, *of_second.train));
  // The validation streams advance only when α is updated, so that their epochs are counted in
  // passes of these streams.
  const auto& schedule = options.search;
  const int64_t epochs_of_alpha =
      (schedule.epochs - schedule.arch_from + schedule.arch_every - 1) / schedule.arch_every;
  train_.batches = main.stream(split.train, kTrain, schedule.epochs);
  validation_.batches = main.stream(split.validation, kValidation, epochs_of_alpha);
  // As many batches as of the main task, counted in passes over images of another number.
  const auto passes = [](int64_t epochs, const Dataset& of_main, const Dataset& own) {
    return std::max<int64_t>(epochs * of_main.size() / own.size(), 1);
  };
  auxiliary_train_.batches = auxiliary.stream(
      of_second.train, kAuxiliaryTrain, passes(schedule.epochs, *split.train, *of_second.train));
  auxiliary_validation_.batches =
      auxiliary.stream(of_second.validation, kAuxiliaryValidation,
                       passes(epochs_of_alpha, *split.validation, *of_second.validation));
  const auto both = std::make_shared<Joined>(of_second.train, of_second.validation);
  preparation_.batches = auxiliary.stream(both, kPreparation, 0);
  train_.loss = make_loss(options.loss, *split.train, sources.main.classes);
  validation_.loss = make_loss(options.loss, *split.validation, sources.main.classes);
  auxiliary_train_.loss = make_loss(options.loss, *of_second.train, second.classes);
  auxiliary_validation_.loss = make_loss(options.loss, *of_second.validation, second.classes);
  preparation_.loss = make_loss(options.loss, *both, second.classes);
  validation_images_ = main.once(split.validation);
  auxiliary_validation_images_ = auxiliary.once(of_second.validation);
}

void Images::start(const Counts& done) {
  train_.start(done.iterations, workers_);
  validation_.start(done.alpha_steps, workers_);
  preparation_.ahead.reset();  // started when it is needed
  prepared_ = done.preparation;
  if (!own_) return;
  auxiliary_train_.start(done.iterations, workers_);
  auxiliary_validation_.start(done.alpha_steps, workers_);
}

StepBatch Images::next_of_preparation() {
  if (!preparation_.ahead) preparation_.start(prepared_, workers_);
  ++prepared_;
  return next(preparation_);
}

StepBatch Images::on_device(const Batch& batch, const Loss& loss) const {
  return {.images = batch.images.to(device_),
          .labels = batch.labels.to(device_),
          .loss = loss,
          .labels_on_host = batch.labels};
}

StepBatch Images::next(Stream& stream) const {
  return on_device(stream.ahead->next(), stream.loss);
}

StepBatch Images::validation_batch(int64_t count) const {
  const Batches& batches = *validation_.batches;
  const int64_t place = std::max<int64_t>(count - 1, 0);
  return on_device(batches.get(place / batches.per_epoch(), place % batches.per_epoch()),
                   validation_.loss);
}

void Images::fill(StepInputs& inputs, bool moves_alpha) {
  inputs.train = next(train_);
  if (moves_alpha) inputs.validation = next(validation_);
  inputs.auxiliary_train = own_ ? next(auxiliary_train_) : inputs.train;
  inputs.auxiliary_validation =
      own_ && moves_alpha ? next(auxiliary_validation_) : inputs.validation;
}

Augmentation search_augmentation(const SearchOptions& options, const DataSource& source,
                                 const Dataset& training) {
  Augmentation augmentation = augmentation_for(options.data, source, training);
  const auto& schedule = options.search;
  if (schedule.cutout_with_drop_path && schedule.drop_path == 0) augmentation.cutout = 0;
  return augmentation;
}

SearchSplit search_split(const SearchOptions& options, const DataSource& source) {
  return split_of(options, source, options.data.limit);
}

}  // namespace tetlo
