// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/search.h"

#include <utility>

#include "tetlo/relax/one_cell.h"
#include "tetlo/search/figures.h"
#include "tetlo/transfer/labelled_quadruples.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"
#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

constexpr Purpose kValidationNoise = purpose("noise of validation");
constexpr Purpose kPreparationNoise = purpose("noise of preparation");

Mixture without_dropout(Mixture mixture) {
  mixture.drop_path = mixture.skip_dropout = 0;
  return mixture;
}

/// One epoch without iterations, at whose end there are cells and their figures.
Schedule without_training(ScheduleOptions options) {
  options.epochs = 1;
  return {options, {.iterations = 0}};
}

/// The model to which an architecture belongs: models come in the order of architectures.
const Model& model_of(const Framework& framework, size_t architecture) {
  return framework.models().at(architecture);
}

}  // namespace

Search::Search(const SearchOptions& options, const Sources& sources)
    : options_(options),
      device_(device_named(options.run.device)),
      images_(options, sources, device_),
      input_{.channels = sources.main.channels,
             .side = sources.main.height,
             .classes = sources.main.classes,
             .tensors = torch::TensorOptions().device(device_)} {
  if (sources.auxiliary) input_.auxiliary_classes = sources.auxiliary->classes;
  const Space space = options.space.chosen();
  if (!options.search.table.empty()) known_ = open_known_accuracies(space, options.search.table);
  now_ = start({.space = space});
  if (const auto& given = now_.framework->given()) {
    const Split split = search_split(options, sources.main);
    given_.emplace(*given, split, search_augmentation(options, sources.main, *split.train),
                   options.run.stream_seed());
  }
  const int64_t phases = now_.method->phases();
  trains_ = trains(options);
  require(options.search.drop_path == 0 || phases == 1,
          "search.drop_path is {}; {} has dropout of its own.", options.search.drop_path,
          options.method.name);
  const auto& preparation = now_.framework->preparation();
  schedule_.emplace(options.search,
                    Schedule::Shape{.phases = phases,
                                    .tuning = now_.selection->tuning_epochs(),
                                    .iterations = images_.iterations(),
                                    .preparation = preparation ? preparation->epochs : 0,
                                    .preparation_iterations =
                                        preparation ? images_.preparation_iterations() : 0});
  if (!trains_) schedule_ = without_training(options.search);
  start_images({});
}

Search::Active Search::start(const Phase& phase) const {
  Active active;
  active.method = make_method(options_, phase);
  active.selection = make_selection(options_, *active.method, known_);
  const auto first = active.method->relaxation({.draws = false});
  active.alpha = initial_alpha(options_, first->size(), phase.number);
  const Tensor of_main = active.alpha.weights.narrow(0, 0, first->size());
  active.framework = make_framework(options_, active.method->supernet(), input_,
                                    without_dropout(first->mixture(of_main)));
  return active;
}

void Search::start_images(const Position& job) {
  const Schedule::Place place = schedule_->place(job);
  images_.start({.iterations = schedule_->iterations_before(place.search),
                 .alpha_steps = schedule_->alpha_steps_before(place.search),
                 .preparation = schedule_->preparation_before(place)});
}

void Search::begin_epoch(int64_t epoch) {
  const Schedule::Place place = schedule_->place({.epoch = epoch});
  const Phase& last = now_.method->phase();
  if (place.phase > last.number) {
    now_ = start({.space = now_.method->narrowed(alpha()), .number = last.number + 1});
  }
  const bool tuning_begins = schedule_->tuning(place.search.epoch) == 0;
  if (tuning_begins && !place.preparation) now_.framework->forget_momentum();
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

Tensor Search::alpha_of(const Tensor& all, size_t architecture) const {
  return part_of(all, architecture, framework().architectures());
}

Relaxations Search::relaxations(const Position& done) const {
  Relaxations all;
  PhaseTime time = schedule_->time(done);
  for (time.architecture = 0; time.architecture < framework().architectures();
       ++time.architecture) {
    all.push_back(relaxation(time));
  }
  return all;
}

Mixtures Search::mixtures_for_weights(const Position& done, const StepInputs& inputs) const {
  Mixtures made(framework().architectures());
  PhaseTime time = schedule_->time(done);
  for (size_t a = 0; a < made.size(); ++a) {
    const auto loss = [&](const Mixture& open) {
      stop_point();
      Mixtures tried(made.size());
      tried[a] = now_.selection->decided(open);
      const Model& model = model_of(framework(), a);
      return loss_of(model, training_batch(model, inputs),
                     {.inputs = inputs, .mixtures = tried, .statistics = Statistics::kRunning});
    };
    time.architecture = a;
    const Mixture open = now_.method->for_weights(alpha_of(all_alpha(), a), time, loss);
    made[a] = now_.selection->decided(open);
    made[a].drop_path = drop_path(done.epoch);
  }
  return made;
}

Mixture Search::mixture_to_judge(const Tensor& alpha, bool open) const {
  const auto chosen = open ? now_.method->relaxation(judged_) : relaxation(judged_);
  return without_dropout(chosen->mixture(alpha));
}

double Search::drop_path(int64_t epoch) const {
  return options_.search.drop_path * schedule_->time({.epoch = epoch}).ramp();
}

StepInputs Search::next_inputs(const Position& done) {
  const auto iteration = static_cast<uint64_t>(schedule_->iterations_before(done));
  Random random(options_.run.stream_seed(), Purpose::kTransfer, iteration);
  StepInputs inputs;
  const Relaxations present = relaxations(done);
  inputs.mixtures = [present, dropped = drop_path(done.epoch)](const Tensor& all) {
    Mixtures made = mixtures(present, all);
    for (Mixture& mixture : made) mixture.drop_path = dropped;
    return made;
  };
  if (penalty(present, all_alpha()).defined()) {
    inputs.penalty = [present](const Tensor& all) { return penalty(present, all); };
  }
  images_.fill(inputs, schedule_->moves_alpha(done));
  enum Half : uint64_t { kTrain, kValidation };
  const auto noise = [&](Half half) {
    return stream_key(options_.run.stream_seed(), Purpose::kNoise, iteration, half);
  };
  inputs.train.noise = inputs.auxiliary_train.noise = noise(kTrain);
  inputs.validation.noise = inputs.auxiliary_validation.noise = noise(kValidation);
  if (given_) given_->fill(inputs, static_cast<int64_t>(iteration), device_);
  inputs.samples = framework().sample(options_.search.batch_size, random);
  if (inputs.samples.defined()) inputs.samples = inputs.samples.to(device_);
  inputs.sgd = schedule_->sgd(done.epoch);
  const bool bare = options_.hypergradient.virtual_step == VirtualStep::kPlain;
  inputs.virtual_sgd = bare ? Sgd{.rate = inputs.sgd.rate} : inputs.sgd;
  return inputs;
}

Tensor Search::prepare(const Schedule::Place& at) {
  StepInputs inputs;
  inputs.auxiliary_train = images_.next_of_preparation();
  inputs.auxiliary_train.noise =
      stream_key(options_.run.stream_seed(), kPreparationNoise,
                 static_cast<uint64_t>(schedule_->preparation_before(at)));
  inputs.sgd = schedule_->sgd(0);
  inputs.sgd.rate = framework().preparation()->rate(at.preparation->epoch);
  const Averages learned = now_.framework->prepare_step(inputs);
  averages_ += learned;
  return learned.mean("auxiliary.train_loss");
}

nlohmann::json Search::finish_preparation(const Position& done) {
  validate_models(/*before_search=*/true, {});
  nlohmann::json figures = std::exchange(averages_, {}).means();
  figures["preparation"] = done.epoch;
  figures["learning_rate"] = framework().preparation()->rate(done.epoch);
  if (now_.method->phases() > 1) figures["phase"] = now_.method->phase().number;
  return figures;
}

Tensor Search::iterate(const Position& job) {
  const Schedule::Place place = schedule_->place(job);
  if (place.preparation) return prepare(place);
  const AdamState alpha = now_.alpha;
  const Averages averages = averages_;
  std::map<std::string, Tensor> weights;  // a copy, which costs little beside a step of α
  if (moves_alpha(place.search) && !alpha_first()) {
    for (const auto& [name, tensor] : framework().save()) weights[name] = tensor.clone();
  }
  try {
    return step(place.search);
  } catch (const Stopped&) {
    now_.alpha = alpha;
    averages_ = averages;
    if (!weights.empty()) now_.framework->restore(weights);
    start_images(job);
    throw;
  }
}

Tensor Search::step(const Position& done) {
  const StepInputs inputs = next_inputs(done);
  const bool moves = moves_alpha(done);
  const double alpha_rate = schedule_->alpha_rate(done.epoch);
  if (moves && alpha_first()) move_alpha(inputs, alpha_rate);
  stop_point();
  const Averages learned = now_.framework->weight_step(mixtures_for_weights(done, inputs), inputs);
  if (moves && !alpha_first()) move_alpha(inputs, alpha_rate);
  averages_ += learned;
  return learned.mean(framework().models().front().name + ".train_loss");
}

void Search::move_alpha(const StepInputs& inputs, double rate) {
  const auto [gradient, losses] =
      hypergradient(framework().problem(inputs), all_alpha(), options_.hypergradient);
  const auto& schedule = options_.search;
  now_.alpha = adam_step(now_.alpha, clip_norm(gradient, schedule.alpha_clip),
                         {.rate = rate,
                          .beta1 = schedule.alpha_beta1,
                          .beta2 = schedule.alpha_beta2,
                          .weight_decay = schedule.alpha_weight_decay});
  watch_alpha();
  for (const auto& [name, loss] : losses) averages_.add("outer." + name, loss);
}

void Search::watch_alpha() {
  Tensor failed = all_alpha().isfinite().all().logical_not();
  for (const Stage& stage : framework().stages()) {
    failed = failed.logical_and(stage.state.weights.sum().isfinite());
  }
  alpha_failed_ = alpha_failed_.defined() ? alpha_failed_.logical_or(failed) : failed;
}

Divergence Search::divergence() const {
  const auto tensors = save().tensors;
  const bool all_by_alpha = alpha_failed_.defined() && alpha_failed_.item<bool>();
  if (all_by_alpha) return {.tensor = "alpha", .rate = "search.alpha_learning_rate"};
  std::map<std::string, Tensor> of_weights;
  for (const auto& [name, tensor] : tensors) {
    if (!name.starts_with("alpha")) of_weights[name] = tensor;
  }
  return {.tensor = first_not_finite(of_weights), .rate = "search.learning_rate"};
}

Tensor Search::loss_at(const Tensor& alpha) const {
  StepInputs inputs;
  inputs.validation = images_.validation_batch(validation_batches_);
  Mixtures judged(framework().architectures());
  judged.front() = mixture_to_judge(alpha);
  const Tensor L_m = loss_of(framework().models().front(), inputs.validation,
                             {.inputs = inputs, .mixtures = judged});
  return L_m + options_.search.alpha_weight_decay * alpha.square().sum() / 2;
}

Tensor Search::encode(const Tensor& images) const {
  const Model& main = framework().models().front();
  return forward(main, framework().weights(main), images.to(device_),
                 {.mixture = mixture_to_judge(alpha()), .statistics = Statistics::kRunning})
      .encoding;
}

Tally Search::tally(const Model& model) const {
  const at::NoGradGuard no_grad;
  Tally counted;
  Mixtures judged(framework().architectures());
  for (size_t a = 0; a < judged.size(); ++a) {
    judged[a] =
        without_dropout(now_.method->relaxation(judged_)->mixture(alpha_of(all_alpha(), a)));
  }
  const Tensor image = torch::zeros({1, input_.channels, input_.side, input_.side}, input_.tensors);
  forward(model, framework().weights(model), image,
          {.mixture = mixture_of(model, judged),
           .statistics = Statistics::kRunning,
           .observer = &counted});
  return counted;
}

Tensor Search::loss_of(const Model& model, const StepBatch& batch, const At& at) const {
  return classify(model, framework().stages()[model.stage].state.weights, batch, at).loss;
}

std::string Search::stop_reason() const {
  const auto taken = now_.selection->taken();
  return taken ? taken->reason : "";
}

std::string Search::why_not_longer() const {
  if (now_.method->phases() > 1) {
    return fmt::format("the phases of {} share them", options_.method.name);
  }
  if (now_.selection->tuning_epochs() > 0) {
    return fmt::format("the decisions of {} follow the last of them", options_.selection.name);
  }
  return "";
}

Genotype Search::genotype() const {
  if (const auto taken = now_.selection->taken()) return taken->genotype;
  return relaxation(schedule_->end())->genotype(alpha());
}

Averages Search::validate(const Model& model, const Mixture& mixture, Statistics statistics) const {
  const at::NoGradGuard no_grad;
  Averages averages;
  std::vector<Tensor> encodings;
  const auto& images = images_.validation(model);
  Prefetcher ahead(images, 0, options_.data.workers);
  for (int64_t i = 0; i < images->per_epoch(); ++i) {
    stop_point();
    const Batch batch = ahead.next();
    const uint64_t noise =
        stream_key(options_.run.stream_seed(), kValidationNoise, static_cast<uint64_t>(i));
    const Output output = forward(model, framework().weights(model), batch.images.to(device_),
                                  {.mixture = mixture, .statistics = statistics, .noise = noise});
    averages += score(model.name + ".valid", output.logits, batch.labels.to(device_),
                      images_.validation_loss(model));
    if (given_) encodings.push_back(output.encoding.cpu());
  }
  if (given_) {
    averages.add(model.name + ".misordered", misordered(torch::cat(encodings), given_->judged()));
  }
  return averages;
}

void Search::validate_models(bool before_search, const Mixtures& mixtures) {
  for (const Model& model : framework().models()) {
    if (framework().stages()[model.stage].before_search != before_search) continue;
    averages_ += validate(model, mixture_of(model, mixtures), Statistics::kRunning);
  }
}

double Search::accuracy_under(const Mixture& mixture) const {
  const Model& main = framework().models().front();
  const auto means = validate(main, mixture, Statistics::kBatch).means();
  return means[main.name]["valid_accuracy"].get<double>();
}

nlohmann::json Search::select(int64_t epoch) {
  const auto accuracy = [&](const Mixture& mixture) { return accuracy_under(mixture); };
  const auto present = relaxation(schedule_->time({.epoch = epoch}));
  return now_.selection->after_epoch({.epoch = epoch,
                                      .tuned = schedule_->tuning(epoch + 1),
                                      .alpha = alpha(),
                                      .relaxation = *present,
                                      .open = mixture_to_judge(alpha(), /*open=*/true),
                                      .accuracy = accuracy,
                                      .loss = [&](const Tensor& alpha) { return loss_at(alpha); }});
}

nlohmann::json Search::finish_epoch(int64_t job_epoch) {
  const Schedule::Place place = schedule_->place({.epoch = job_epoch});
  if (place.preparation) return finish_preparation(*place.preparation);
  const int64_t epoch = place.search.epoch;
  note({.epoch = epoch + 1});
  nlohmann::json figures = select(epoch);
  const Relaxations present = relaxations({.epoch = epoch});
  if (trains_) validate_models(/*before_search=*/false, mixtures(present, all_alpha()));
  figures.update(std::exchange(averages_, {}).means());
  const Space& space = now_.method->phase().space;
  figures.update(describe_cells(space, *present.front(), alpha(), known_));
  const auto found = picks_of(space, present.front()->genotype(alpha()));
  if (trains_ && found) {
    figures[framework().models().front().name]["discrete_accuracy"] =
        accuracy_under(only(*found, mixture_to_judge(alpha())));
  }
  for (size_t a = 1; a < present.size(); ++a) {
    const Tensor own = alpha_of(all_alpha(), a);
    nlohmann::json& model = figures[model_of(framework(), a).name];
    model["genotype"] = to_string(present[a]->genotype(own));
    model.update(describe_mixture(space, present[a]->probabilities(own)));
  }
  figures["epoch"] = epoch;
  figures["alpha_steps"] =
      learns_alpha() ? schedule_->alpha_steps_before({.epoch = epoch + 1}) : int64_t{0};
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

void Search::restore(const Snapshot& snapshot, const Position& job) {
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
  note(schedule_->place(job).search);
  start_images(job);
}

}  // namespace tetlo
