// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/search.h"

#include "tetlo/data/split.h"
#include "tetlo/levels/hessian.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

/// Which sequence of batches: loaders of one run that shall differ have different streams.
enum Streams : uint64_t { kTrain, kValidation, kAuxiliaryTrain, kAuxiliaryValidation };

Tensor initial_alpha(const SearchOptions& options, const Relaxation& relaxation,
                     torch::Device device) {
  const auto seed = static_cast<uint64_t>(options.run.seed);
  const Tensor normal = torch::randn({relaxation.size()}, generator(seed, Purpose::kAlpha));
  return (options.search.alpha_deviation * normal).to(device);
}

std::shared_ptr<const Batches> make_batches(const std::shared_ptr<const Dataset>& images,
                                            const Augmentation& augmentation,
                                            const SearchOptions& options, uint64_t stream) {
  return std::make_shared<const Batches>(
      images, augmentation,
      BatchOptions{.batch_size = options.search.batch_size,
                   .seed = static_cast<uint64_t>(options.run.seed),
                   .stream = stream});
}

void put(Snapshot& snapshot, const std::string& name, const Iterate& iterate) {
  snapshot.tensors[name + ".weights"] = iterate.weights;
  snapshot.tensors[name + ".momentum"] = iterate.momentum;
}

}  // namespace

Search::Search(const SearchOptions& options, const DataSource& source)
    : options_(options), device_(find_device(options.run.device)) {
  const Split split = split_dataset(
      source.train,
      {.train_portion = options.search.train_portion,
       .order = options.search.split == "seeded" ? SplitOrder::kSeeded : SplitOrder::kFileOrder,
       .seed = static_cast<uint64_t>(options.run.seed),
       .limit = options.data.limit});
  const auto augmentation = augmentation_for(options.data, source, *split.train);
  train_.batches = make_batches(split.train, augmentation, options, kTrain);
  validation_.batches = make_batches(split.validation, augmentation, options, kValidation);
  auxiliary_train_.batches = make_batches(split.train, augmentation, options, kAuxiliaryTrain);
  auxiliary_validation_.batches =
      make_batches(split.validation, augmentation, options, kAuxiliaryValidation);
  validation_images_ =
      std::make_shared<const Batches>(split.validation, augmentation,
                                      BatchOptions{.batch_size = options.search.batch_size,
                                                   .shuffle = false,
                                                   .augment = false,
                                                   .drop_last = false});

  if (!options.search.table.empty()) {
    require(options.space == "nasbench201",
            "search.table is {}; only the space nasbench201 has one, and this is {}.",
            options.search.table, options.space);
    table_.emplace(options.search.table);
  }
  method_ = make_method(options);
  const Space candidates = method_->candidates(find_space(options.space));
  framework_ = find_framework(options.framework.name)
                   .make({.options = options_,
                          .space = candidates,
                          .partial = method_->partial(),
                          .image_channels = source.channels,
                          .classes = source.classes,
                          .tensors = torch::TensorOptions().device(device_)});
  const Tensor alpha = initial_alpha(options, *method_->relaxation(moment({})), device_);
  alpha_ = {.weights = alpha,
            .first_moment = torch::zeros_like(alpha),
            .second_moment = torch::zeros_like(alpha)};
  start_streams({});
}

Extent Search::extent() const {
  return {.epochs = options_.search.epochs, .iterations = train_.batches->per_epoch()};
}

int64_t Search::iterations_before(const Position& done) const {
  return done.epoch * extent().iterations + done.iteration;
}

int64_t Search::alpha_steps_before(int64_t iteration) const {
  const auto& schedule = options_.search;
  const auto multiples_before = [&](int64_t i) {
    return (i + schedule.arch_every - 1) / schedule.arch_every;
  };
  const int64_t first = schedule.arch_from * extent().iterations;
  return multiples_before(std::max(iteration, first)) - multiples_before(first);
}

bool Search::moves_alpha(const Position& done) const {
  return done.epoch >= options_.search.arch_from &&
         iterations_before(done) % options_.search.arch_every == 0;
}

Moment Search::moment(const Position& done) const {
  return {
      .epoch = done.epoch, .epochs = options_.search.epochs, .iteration = iterations_before(done)};
}

void Search::start_streams(const Position& done) {
  const int64_t iterations = iterations_before(done);
  const int64_t alpha_steps = alpha_steps_before(iterations);
  train_.start(iterations);
  validation_.start(alpha_steps);
  if (options_.auxiliary.batch == "same") return;
  auxiliary_train_.start(iterations);
  auxiliary_validation_.start(alpha_steps);
}

Batch Search::next(Stream& stream) {
  const Batch batch = stream.ahead->next();
  return {.images = batch.images.to(device_), .labels = batch.labels.to(device_)};
}

Round Search::next_round(const Position& done) {
  const auto& schedule = options_.search;
  const auto seed = static_cast<uint64_t>(options_.run.seed);
  const auto iteration = static_cast<uint64_t>(iterations_before(done));
  Random random(seed, Purpose::kTransfer, iteration);
  Round round;
  round.relaxation = method_->relaxation(moment(done));
  round.train = next(train_);
  round.samples = framework_->sample(schedule.batch_size, random);
  round.sgd = {.rate = cosine_rate(schedule.learning_rate, schedule.learning_rate_min, done.epoch,
                                   schedule.epochs),
               .momentum = schedule.momentum,
               .weight_decay = schedule.weight_decay};
  round.noise = stream_key(seed, Purpose::kNoise, iteration);
  if (round.samples.defined()) round.samples = round.samples.to(device_);
  if (moves_alpha(done)) round.validation = next(validation_);
  const bool own = options_.auxiliary.batch == "independent";
  round.auxiliary_train = own ? next(auxiliary_train_) : round.train;
  round.auxiliary_validation =
      own && moves_alpha(done) ? next(auxiliary_validation_) : round.validation;
  return round;
}

double Search::iterate(const Position& done) {
  const Round round = next_round(done);
  if (moves_alpha(done)) move_alpha(round);
  const Averages learned = framework_->weight_step(for_weights(done, round), round);
  averages_ += learned;
  return learned.means()["main"]["train_loss"];
}

void Search::move_alpha(const Round& round) {
  const Hypergradient hypergradient = framework_->hypergradient(alpha_.weights, round);
  const auto& schedule = options_.search;
  alpha_ = adam_step(alpha_, hypergradient.alpha,
                     {.rate = schedule.alpha_learning_rate,
                      .beta1 = schedule.alpha_beta1,
                      .beta2 = schedule.alpha_beta2,
                      .weight_decay = schedule.alpha_weight_decay});
  averages_.add("outer.main", hypergradient.main);
  if (framework_->models().size() > 1) averages_.add("outer.auxiliary", hypergradient.auxiliary);
}

Mixture Search::for_weights(const Position& done, const Round& round) const {
  const auto loss = [&](const Mixture& mixture) {
    const Model& main = framework_->models().front();
    const Output output = forward(main, mixture, main.iterate.weights, round.train.images,
                                  {.mode = Statistics::kRunning, .noise = round.noise});
    return torch::cross_entropy_loss(output.logits, round.train.labels);
  };
  return method_->for_weights(alpha_.weights, moment(done), loss);
}

Tensor Search::loss_at(const Tensor& alpha) const {
  const Model& main = framework_->models().front();
  const auto relaxation = method_->relaxation(moment({.epoch = options_.search.epochs}));
  const Batch batch = validation_images_->get(0, 0);
  const Output output =
      forward(main, relaxation->mixture(alpha), main.iterate.weights, batch.images.to(device_), {});
  return torch::cross_entropy_loss(output.logits, batch.labels.to(device_)) +
         options_.search.alpha_weight_decay * alpha.square().sum() / 2;
}

void Search::watch_curvature(int64_t epoch, nlohmann::json& figures) {
  const auto rule = method_->early_stop();
  if (!rule) return;
  genotypes_.push_back(figures["genotype"]);
  if (!rule->measures(epoch)) return;
  lambdas_.push_back(
      largest_eigenvalue([this](const Tensor& alpha) { return loss_at(alpha); }, alpha_.weights));
  figures["eigenvalue"] = lambdas_.back();
}

std::string Search::stop_reason() const {
  const auto rule = method_->early_stop();
  return rule && rule->take(lambdas_) ? "curvature" : "";
}

Genotype Search::genotype() const {
  const auto rule = method_->early_stop();
  if (const auto epoch = rule ? rule->take(lambdas_) : std::nullopt) {
    return parse_genotype(genotypes_.at(static_cast<size_t>(*epoch)));
  }
  return method_->relaxation(moment({.epoch = options_.search.epochs}))->genotype(alpha_.weights);
}

Averages Search::validate(const Mixture& mixture) const {
  const torch::NoGradGuard no_grad;
  Averages averages;
  Prefetcher ahead(validation_images_, 0);
  for (int64_t i = 0; i < validation_images_->per_epoch(); ++i) {
    const Batch batch = ahead.next();
    const Tensor images = batch.images.to(device_), labels = batch.labels.to(device_);
    for (const Model& model : framework_->models()) {
      const Output output =
          forward(model, mixture, model.iterate.weights, images, {.mode = Statistics::kRunning});
      averages += score(model.name + ".valid", output.logits, labels);
    }
  }
  return averages;
}

nlohmann::json Search::finish_epoch(int64_t epoch) {
  const auto relaxation = method_->relaxation(moment({.epoch = epoch}));
  averages_ += validate(relaxation->mixture(alpha_.weights));
  nlohmann::json figures = averages_.means();
  averages_ = {};
  const auto& schedule = options_.search;
  const Genotype found = relaxation->genotype(alpha_.weights);
  const Mixture shares = relaxation->probabilities(alpha_.weights);
  figures["epoch"] = epoch;
  figures["learning_rate"] =
      cosine_rate(schedule.learning_rate, schedule.learning_rate_min, epoch, schedule.epochs);
  figures["entropy"]["normal"] = mean_entropy(shares.normal);
  figures["skips"]["normal"] = count_operation(found.normal, "skip_connect");
  if (!found.is_nasbench201()) {
    figures["entropy"]["reduce"] = mean_entropy(shares.reduce);
    figures["skips"]["reduce"] = count_operation(found.reduce, "skip_connect");
  }
  if (table_) figures["table"] = table_->at(found);
  figures["genotype"] = to_string(found);
  watch_curvature(epoch, figures);
  return figures;
}

Snapshot Search::save() const {
  Snapshot snapshot;
  snapshot.tensors = {{"alpha", alpha_.weights},
                      {"alpha.first_moment", alpha_.first_moment},
                      {"alpha.second_moment", alpha_.second_moment}};
  snapshot.values = {{"alpha.steps", alpha_.steps},
                     {"averages", averages_.save()},
                     {"lambdas", lambdas_},
                     {"genotypes", genotypes_}};
  for (const Model& model : framework_->models()) {
    put(snapshot, model.name, model.iterate);
    snapshot.tensors[model.name + ".statistics"] = model.statistics;
  }
  return snapshot;
}

void Search::restore(const Snapshot& snapshot, const Position& done) {
  const auto tensor = [&](const std::string& name) {
    return snapshot.tensors.at(name).clone().to(device_);
  };
  alpha_ = {.weights = tensor("alpha"),
            .first_moment = tensor("alpha.first_moment"),
            .second_moment = tensor("alpha.second_moment"),
            .steps = snapshot.values.at("alpha.steps")};
  averages_ = Averages::restore(snapshot.values.at("averages"));
  lambdas_ = snapshot.values.at("lambdas").get<std::vector<double>>();
  genotypes_ = snapshot.values.at("genotypes").get<std::vector<std::string>>();
  for (Model& model : framework_->models()) {
    model.iterate = {.weights = tensor(model.name + ".weights"),
                     .momentum = tensor(model.name + ".momentum")};
    model.statistics = tensor(model.name + ".statistics");
  }
  start_streams(done);
}

}  // namespace tetlo
