// SPDX-License-Identifier: Apache-2.0
#include "tetlo/evaluate/training.h"

#include "tetlo/levels/rates.h"
#include "tetlo/util/random.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {

Split training_split(const EvaluateOptions& options, const DataSource& source) {
  const auto& e = options.evaluate;
  const SplitOptions split{.train_portion = e.train_portion,
                           .validation_portion = e.validation_portion,
                           .order = e.split,
                           .seed = split_seed(e.split_seed, options.run.seed),
                           .limit = options.data.limit,
                           .held_out = e.held_out};
  const auto& train = source.train;
  const auto& validation = source.validation;
  if (e.train_portion < 1) {
    return validation ? limited({train, validation}, split) : split_dataset(train, split);
  }
  const std::shared_ptr<const Dataset> all =
      validation ? std::make_shared<const Joined>(train, validation) : train;
  return {.train = first_images(all, split),
          .validation = e.held_out > 0 ? held_out_images(all, split) : source.test};
}

DiscreteShape network_shape(const EvaluateOptions& options, const ImageShape& images) {
  return {.image_channels = images.channels,
          .image_side = images.side,
          .channels = options.network.channels,
          .cells = options.network.cells,
          .classes = images.classes,
          .auxiliary_head = options.evaluate.auxiliary_weight > 0,
          .engine = options.run.engine};
}

Training::Training(const Genotype& genotype, const EvaluateOptions& options,
                   const DataSource& source)
    : options_(options), device_(device_named(options.run.device)), confusion_(source.classes) {
  const DiscreteShape shape = network_shape(
      options, {.channels = source.channels, .side = source.height, .classes = source.classes});
  network_ = make_discrete_network(genotype, shape);
  count_ = count_network(genotype, shape);
  const uint64_t seed = options.run.stream_seed();
  const Layout& layout = network_->layout();
  const Tensor weights = layout.initial_weights(generator(seed, Purpose::kWeights)).to(device_);
  state_ = {.weights = weights, .momentum = torch::zeros_like(weights)};
  statistics_ = layout.initial_statistics(device_);

  const Split images = training_split(options, source);
  train_loss_ = make_loss(options.loss, *images.train, source.classes);
  test_loss_ = make_loss(options.loss, *images.validation, source.classes);
  const auto augmentation = augmentation_for(options.data, source, *images.train);
  normalisation_ = augmentation.normalisation;
  // If weights are only tested, the size of a batch need not fit the training images.
  const int64_t parts = options.evaluate.epochs > 0 ? options.evaluate.parts : 1;
  const int64_t in_part = options.evaluate.epochs > 0 ? options.evaluate.batch_size / parts : 1;
  train_ = std::make_shared<const Batches>(
      images.train, augmentation,
      BatchOptions{.batch_size = in_part, .seed = seed, .together = parts});
  test_ = std::make_shared<const Batches>(
      images.validation, augmentation,
      BatchOptions{.batch_size = std::min(options.evaluate.batch_size, images.validation->size()),
                   .shuffle = false,
                   .augment = false,
                   .drop_last = false});
  ahead_.emplace(train_, 0, options_.data.workers);
}

void Training::start_from(const Tensor& weights, const Tensor& statistics) {
  state_ = {.weights = weights.to(device_), .momentum = torch::zeros_like(state_.momentum)};
  statistics_ = statistics.to(device_);
}

Extent Training::extent() const {
  if (options_.evaluate.epochs == 0) return {.epochs = 1, .iterations = 0};
  return {.epochs = options_.evaluate.epochs,
          .iterations = train_->per_epoch() / options_.evaluate.parts};
}

double Training::rate(int64_t epoch) const {
  const auto& e = options_.evaluate;
  const auto falling = [&] {
    switch (e.schedule) {
      case RateSchedule::kLinear:
        return linear_rate(e.learning_rate, epoch, e.epochs, e.tail);
      case RateSchedule::kExponential:
        return exponential_rate(e.learning_rate, e.factor, epoch);
      default:
        return cosine_rate(e.learning_rate, e.learning_rate_min, epoch, e.epochs);
    }
  };
  return falling() * warmup(epoch, e.warmup);
}

Tensor Training::iterate(const Position& done) {
  const auto& e = options_.evaluate;
  const uint64_t key =
      stream_key(options_.run.stream_seed(), Purpose::kDropPath, static_cast<uint64_t>(done.epoch),
                 static_cast<uint64_t>(done.iteration));
  const at::Generator noise = generator_on(device_, key);
  Averages scored;
  Tensor gradient;
  for (int64_t part = 0; part < e.parts; ++part) {
    const Tensor of_part = part_gradient(done, noise, scored);
    gradient = gradient.defined() ? gradient.add_(of_part) : of_part;
  }
  if (e.parts > 1) gradient.div_(e.parts);
  state_ = sgd_step(state_, clip_norm(gradient, e.clip),
                    {.rate = rate(done.epoch),
                     .momentum = e.momentum,
                     .weight_decay = e.weight_decay,
                     .nesterov = e.nesterov});
  averages_ += scored;
  return scored.mean("train_loss");
}

Tensor Training::part_gradient(const Position& done, const at::Generator& noise, Averages& scored) {
  const auto& e = options_.evaluate;
  const Batch batch = ahead_->next();
  const Tensor images = batch.images.to(device_), labels = batch.labels.to(device_);
  const Tensor weights = leaf(state_.weights);
  Pass pass = network_->pass(weights, statistics_, Statistics::kBatchAndUpdate);
  pass.mixture.drop_path =
      e.drop_path * static_cast<double>(done.epoch) / static_cast<double>(e.epochs);
  pass.generator = noise;
  const Output output = network_->forward(images, pass);
  Tensor loss = train_loss_(output.logits, labels);
  if (output.auxiliary_logits.defined()) {
    loss = loss + e.auxiliary_weight * train_loss_(output.auxiliary_logits, labels);
  }
  scored += score("train", output.logits, labels, train_loss_);
  return gradients(loss, {weights}).front();
}

Pass Training::testing() const {
  Pass pass = network_->pass(state_.weights, statistics_, Statistics::kRunning);
  // The noise is the same in every test, whatever was drawn before.
  pass.generator = generator_on(device_, stream_key(options_.run.stream_seed(), Purpose::kNoise));
  return pass;
}

Tensor Training::encode(const Tensor& images) const {
  Pass pass = testing();
  return network_->forward(images.to(device_), pass).encoding;
}

Averages Training::test() {
  const at::NoGradGuard no_grad;
  Pass pass = testing();
  Averages averages;
  confusion_ = Confusion(confusion_.classes());
  Prefetcher ahead(test_, 0, options_.data.workers);
  for (int64_t i = 0; i < test_->per_epoch(); ++i) {
    stop_point();
    const Batch batch = ahead.next();
    const Output output = network_->forward(batch.images.to(device_), pass);
    averages += score("test", output.logits, batch.labels.to(device_), test_loss_);
    if (confusion_.classes() > kTop) averages += score_top("test", output.logits, batch.labels);
    confusion_.add(output.logits, batch.labels);
  }
  return averages;
}

bool Training::tests_at_end_of(int64_t epoch) const {
  const auto& e = options_.evaluate;
  const bool last = epoch + 1 == extent().epochs;
  return last || (epoch + 1) % e.test_every == 0;
}

int64_t Training::tests_after(int64_t epochs) const {
  int64_t tests = 0;
  for (int64_t epoch = epochs; epoch < extent().epochs; ++epoch) {
    tests += tests_at_end_of(epoch) ? 1 : 0;
  }
  return tests;
}

nlohmann::json Training::finish_epoch(int64_t epoch) {
  if (tests_at_end_of(epoch)) averages_ += test();
  nlohmann::json figures = averages_.means();
  averages_ = {};
  figures["epoch"] = epoch;
  if (extent().iterations > 0) figures["learning_rate"] = rate(epoch);
  return figures;
}

Snapshot Training::save() const {
  Snapshot snapshot{.tensors = {{"weights", state_.weights},
                                {"momentum", state_.momentum},
                                {"statistics", statistics_}},
                    .values = {{"averages", averages_.save()}}};
  if (!options_.weights.empty()) {
    // It comes from the file of weights, which a run that is resumed does not need.
    snapshot.values["normalisation"] = {{"mean", normalisation_.mean},
                                        {"deviation", normalisation_.deviation}};
  }
  return snapshot;
}

Divergence Training::divergence() const {
  return {.tensor = first_not_finite(save().tensors), .rate = "evaluate.learning_rate"};
}

void Training::restore(const Snapshot& snapshot, const Position& done) {
  state_ = {.weights = snapshot.tensors.at("weights").to(device_),
            .momentum = snapshot.tensors.at("momentum").to(device_)};
  statistics_ = snapshot.tensors.at("statistics").clone().to(device_);
  averages_ = Averages::restore(snapshot.values.at("averages"));
  confusion_ = Confusion(confusion_.classes());
  const int64_t iterations = done.epoch * extent().iterations + done.iteration;
  ahead_.emplace(train_, iterations * options_.evaluate.parts, options_.data.workers);
}

}  // namespace tetlo
