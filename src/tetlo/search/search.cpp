// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/search.h"

#include <utility>

#include "tetlo/search/figures.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

constexpr Purpose kValidationNoise = purpose("noise of validation");

AdamState initial_alpha(const SearchOptions& options, int64_t size, int64_t phase) {
  const auto random =
      generator(options.run.stream_seed(), Purpose::kAlpha, static_cast<uint64_t>(phase));
  const Tensor alpha = (options.search.alpha_deviation * torch::randn({size}, random))
                           .to(device_named(options.run.device));
  return {.weights = alpha,
          .first_moment = torch::zeros_like(alpha),
          .second_moment = torch::zeros_like(alpha)};
}

}  // namespace

Search::Search(const SearchOptions& options, const DataSource& source)
    : options_(options),
      device_(device_named(options.run.device)),
      images_(options, source, device_),
      input_{.channels = source.channels,
             .classes = source.classes,
             .tensors = torch::TensorOptions().device(device_)} {
  const Space& space = find_space(options.space);
  if (!options.search.table.empty()) known_ = open_known_accuracies(space, options.search.table);
  now_ = start({.space = space});
  const int64_t phases = now_.method->phases();
  require(options.search.drop_path == 0 || phases == 1,
          "search.drop_path is {}; {} has dropout of its own.", options.search.drop_path,
          options.method.name);
  schedule_.emplace(options.search, Schedule::Shape{.phases = phases,
                                                    .tuning = now_.selection->tuning_epochs(),
                                                    .iterations = images_.iterations()});
  start_images({});
}

Search::Active Search::start(const Phase& phase) const {
  Active active;
  active.method = make_method(options_, phase);
  active.selection = make_selection(options_, *active.method);
  active.framework = make_framework(options_, active.method->supernet(), input_);
  active.alpha = initial_alpha(options_, active.method->relaxation({})->size(), phase.number);
  return active;
}

void Search::start_images(const Position& done) {
  images_.start(schedule_->iterations_before(done), schedule_->alpha_steps_before(done));
}

void Search::begin_epoch(int64_t epoch) {
  const Phase& last = now_.method->phase();
  if (schedule_->phase(epoch) > last.number) {
    now_ = start({.space = now_.method->narrowed(alpha()), .number = last.number + 1});
  }
  if (schedule_->tuning(epoch) == 0) now_.framework->forget_momentum();
}

void Search::note(const Position& done) {
  // At the end of an epoch the mixture is that of this epoch, not of the next one.
  const bool at_end = done.iteration == 0 && done.epoch > 0;
  judged_ = schedule_->time(at_end ? Position{.epoch = done.epoch - 1} : done);
  judged_.draws = false;
  validation_batches_ = schedule_->alpha_steps_before(done);
}

std::shared_ptr<const Relaxation> Search::relaxation(const PhaseTime& at) const {
  return now_.selection->decided(now_.method->relaxation(at));
}

Mixture Search::mixture_for_weights(const Position& done, const StepInputs& inputs) const {
  const auto loss = [&](const Mixture& open) {
    return main_loss(inputs.train, {.inputs = inputs,
                                    .mixture = now_.selection->decided(open),
                                    .statistics = Statistics::kRunning});
  };
  const Mixture open = now_.method->for_weights(alpha(), schedule_->time(done), loss);
  Mixture mixture = now_.selection->decided(open);
  mixture.drop_path = drop_path(done.epoch);
  return mixture;
}

Mixture Search::mixture_to_judge(const Tensor& alpha, bool open) const {
  const auto chosen = open ? now_.method->relaxation(judged_) : relaxation(judged_);
  Mixture mixture = chosen->mixture(alpha);
  mixture.drop_path = mixture.skip_dropout = 0;
  return mixture;
}

double Search::drop_path(int64_t epoch) const {
  return options_.search.drop_path * schedule_->time({.epoch = epoch}).ramp();
}

StepInputs Search::next_inputs(const Position& done) {
  const auto iteration = static_cast<uint64_t>(schedule_->iterations_before(done));
  Random random(options_.run.stream_seed(), Purpose::kTransfer, iteration);
  StepInputs inputs;
  const auto present = relaxation(schedule_->time(done));
  inputs.mixture = [present, dropped = drop_path(done.epoch)](const Tensor& alpha) {
    Mixture mixture = present->mixture(alpha);
    mixture.drop_path = dropped;
    return mixture;
  };
  if (present->penalty(alpha()).defined()) {
    inputs.penalty = [present](const Tensor& alpha) { return present->penalty(alpha); };
  }
  images_.fill(inputs, schedule_->moves_alpha(done));
  enum Half : uint64_t { kTrain, kValidation };
  const auto noise = [&](Half half) {
    return stream_key(options_.run.stream_seed(), Purpose::kNoise, iteration, half);
  };
  inputs.train.noise = inputs.auxiliary_train.noise = noise(kTrain);
  inputs.validation.noise = inputs.auxiliary_validation.noise = noise(kValidation);
  inputs.samples = framework().sample(options_.search.batch_size, random);
  if (inputs.samples.defined()) inputs.samples = inputs.samples.to(device_);
  inputs.sgd = schedule_->sgd(done.epoch);
  const bool bare = options_.hypergradient.virtual_step == VirtualStep::kPlain;
  inputs.virtual_sgd = bare ? Sgd{.rate = inputs.sgd.rate} : inputs.sgd;
  return inputs;
}

double Search::iterate(const Position& done) {
  const StepInputs inputs = next_inputs(done);
  const bool moves = schedule_->moves_alpha(done);
  const double alpha_rate = schedule_->alpha_rate(done.epoch);
  const bool alpha_first = options_.search.order == StepOrder::kAlphaFirst;
  if (moves && alpha_first) move_alpha(inputs, alpha_rate);
  const Averages learned = now_.framework->weight_step(mixture_for_weights(done, inputs), inputs);
  if (moves && !alpha_first) move_alpha(inputs, alpha_rate);
  averages_ += learned;
  return learned.means()[framework().models().front().name]["train_loss"];
}

void Search::move_alpha(const StepInputs& inputs, double rate) {
  const auto [gradient, losses] =
      hypergradient(framework().problem(inputs), alpha(), options_.hypergradient);
  const auto& schedule = options_.search;
  now_.alpha = adam_step(now_.alpha, clip_norm(gradient, schedule.alpha_clip),
                         {.rate = rate,
                          .beta1 = schedule.alpha_beta1,
                          .beta2 = schedule.alpha_beta2,
                          .weight_decay = schedule.alpha_weight_decay});
  for (const auto& [name, loss] : losses) averages_.add("outer." + name, loss);
}

Tensor Search::loss_at(const Tensor& alpha) const {
  StepInputs inputs;
  inputs.validation = images_.validation_batch(validation_batches_);
  return main_loss(inputs.validation, {.inputs = inputs, .mixture = mixture_to_judge(alpha)}) +
         options_.search.alpha_weight_decay * alpha.square().sum() / 2;
}

Tensor Search::encode(const Tensor& images) const {
  const Model& main = framework().models().front();
  return forward(main, framework().weights(main), images.to(device_),
                 {.mixture = mixture_to_judge(alpha()), .statistics = Statistics::kRunning})
      .encoding;
}

Tensor Search::main_loss(const StepBatch& batch, const At& at) const {
  const Model& main = framework().models().front();
  return classify(main, framework().weights(main), batch, at).loss;
}

std::string Search::stop_reason() const {
  const auto taken = now_.selection->taken();
  return taken ? taken->reason : "";
}

Genotype Search::genotype() const {
  if (const auto taken = now_.selection->taken()) return taken->genotype;
  return relaxation(schedule_->end())->genotype(alpha());
}

Averages Search::validate(const Model& model, const Mixture& mixture, Statistics statistics) const {
  const at::NoGradGuard no_grad;
  Averages averages;
  Prefetcher ahead(images_.validation(), 0);
  for (int64_t i = 0; i < images_.validation()->per_epoch(); ++i) {
    const Batch batch = ahead.next();
    const uint64_t noise =
        stream_key(options_.run.stream_seed(), kValidationNoise, static_cast<uint64_t>(i));
    const Output output = forward(model, framework().weights(model), batch.images.to(device_),
                                  {.mixture = mixture, .statistics = statistics, .noise = noise});
    averages += score(model.name + ".valid", output.logits, batch.labels.to(device_));
  }
  return averages;
}

nlohmann::json Search::select(int64_t epoch) {
  const Model& main = framework().models().front();
  const auto accuracy = [&](const Mixture& mixture) {
    const auto means = validate(main, mixture, Statistics::kBatch).means();
    return means[main.name]["valid_accuracy"].get<double>();
  };
  const auto present = relaxation(schedule_->time({.epoch = epoch}));
  return now_.selection->after_epoch({.epoch = epoch,
                                      .tuned = schedule_->tuning(epoch + 1),
                                      .alpha = alpha(),
                                      .relaxation = *present,
                                      .open = mixture_to_judge(alpha(), /*open=*/true),
                                      .accuracy = accuracy,
                                      .loss = [&](const Tensor& alpha) { return loss_at(alpha); }});
}

nlohmann::json Search::finish_epoch(int64_t epoch) {
  note({.epoch = epoch + 1});
  nlohmann::json figures = select(epoch);
  const auto present = relaxation(schedule_->time({.epoch = epoch}));
  const Mixture mixture = present->mixture(alpha());
  for (const Model& model : framework().models()) {
    averages_ += validate(model, mixture, Statistics::kRunning);
  }
  figures.update(std::exchange(averages_, {}).means());
  figures.update(describe_cells(*present, alpha(), known_));
  figures["epoch"] = epoch;
  figures["learning_rate"] = schedule_->sgd(epoch).rate;
  if (now_.method->phases() > 1) figures["phase"] = now_.method->phase().number;
  return figures;
}

Snapshot Search::save() const {
  const auto& [space, number] = now_.method->phase();
  Snapshot snapshot;
  snapshot.tensors = framework().save();
  snapshot.tensors["alpha"] = now_.alpha.weights;
  snapshot.tensors["alpha.first_moment"] = now_.alpha.first_moment;
  snapshot.tensors["alpha.second_moment"] = now_.alpha.second_moment;
  snapshot.values = {{"alpha.steps", now_.alpha.steps},
                     {"averages", averages_.save()},
                     {"phase", number},
                     {"normal", space.normal},
                     {"reduce", space.reduce},
                     {"selection", now_.selection->save()}};
  return snapshot;
}

void Search::restore(const Snapshot& snapshot, const Position& done) {
  const auto tensor = [&](const std::string& name) {
    return snapshot.tensors.at(name).clone().to(device_);
  };
  const auto& values = snapshot.values;
  Phase phase{.space = now_.method->phase().space, .number = values.at("phase")};
  phase.space.normal = values.at("normal").get<Space::Candidates>();
  phase.space.reduce = values.at("reduce").get<Space::Candidates>();
  now_ = start(phase);
  now_.selection->restore(values.at("selection"));
  now_.framework->restore(snapshot.tensors);
  now_.alpha = {.weights = tensor("alpha"),
                .first_moment = tensor("alpha.first_moment"),
                .second_moment = tensor("alpha.second_moment"),
                .steps = values.at("alpha.steps")};
  averages_ = Averages::restore(values.at("averages"));
  note(done);
  start_images(done);
}

}  // namespace tetlo
