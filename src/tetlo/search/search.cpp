// SPDX-License-Identifier: Apache-2.0
#include "tetlo/search/search.h"

#include <utility>

#include "tetlo/levels/hessian.h"
#include "tetlo/relax/decided.h"
#include "tetlo/relax/softmax.h"
#include "tetlo/space/operation_names.h"
#include "tetlo/util/error.h"
#include "tetlo/util/random.h"

namespace tetlo {
namespace {

Tensor initial_alpha(const SearchOptions& options, int64_t size, const Stage& stage,
                     torch::Device device) {
  const auto random = generator(static_cast<uint64_t>(options.run.seed), Purpose::kAlpha,
                                static_cast<uint64_t>(stage.number));
  return (options.search.alpha_deviation * torch::randn({size}, random)).to(device);
}

/// As a loss is measured that is to be a function.
Mixture without_dropout(Mixture mixture) {
  mixture.drop_path = mixture.skip_dropout = 0;
  return mixture;
}

void put(Snapshot& snapshot, const std::string& name, const Iterate& iterate) {
  snapshot.tensors[name + ".weights"] = iterate.weights;
  snapshot.tensors[name + ".momentum"] = iterate.momentum;
}

}  // namespace

Search::Search(const SearchOptions& options, const DataSource& source)
    : options_(options),
      device_(find_device(options.run.device)),
      images_(options, source, device_),
      image_channels_(source.channels),
      classes_(source.classes) {
  const Space& space = find_space(options.space);
  if (!options.search.table.empty()) known_ = open_known_accuracies(space, options.search.table);
  const MethodEntry& method = find_method(options.method.name);
  if (options.method.selection == "perturbation") {
    require(
        options.method.name != "darts_es",
        "method.selection is perturbation; darts_es takes the cells of an earlier epoch, so that "
        "nothing is left to select.");
    selection_.emplace(space, static_cast<uint64_t>(options.run.seed));
  }
  require(options.search.drop_path == 0 || method.stages == 1,
          "search.drop_path is {}; {} has dropout of its own.", options.search.drop_path,
          method.name);
  const int64_t decisions = selection_ ? selection_->count() : 1;
  schedule_.emplace(options.search,
                    Schedule::Shape{.stages = method.stages,
                                    .tuning = (decisions - 1) * options.method.decide_every,
                                    .iterations = images_.iterations()});
  begin({.space = space});
  start_images({});
}

void Search::begin(const Stage& stage) {
  stage_ = stage;
  method_ = find_method(options_.method.name).make(options_, stage);
  const SupernetPlan plan = method_->supernet();
  SearchOptions options = options_;
  options.network.cells += plan.added_cells;
  if (options.network.used_cells > 0) options.network.used_cells += plan.added_cells;
  framework_ = find_framework(options.framework.name)
                   .make({.options = options,
                          .space = plan.space,
                          .partial = plan.partial,
                          .image_channels = image_channels_,
                          .classes = classes_,
                          .tensors = torch::TensorOptions().device(device_)});
  const int64_t size = method_->relaxation({})->size();
  const Tensor alpha = initial_alpha(options, size, stage, device_);
  alpha_ = {.weights = alpha,
            .first_moment = torch::zeros_like(alpha),
            .second_moment = torch::zeros_like(alpha)};
  if (selection_) selection_.emplace(stage.space, static_cast<uint64_t>(options.run.seed));
}

void Search::start_images(const Position& done) {
  images_.start(schedule_->iterations_before(done), schedule_->alpha_steps_before(done));
}

std::shared_ptr<const Relaxation> Search::relaxation(const Moment& at) const {
  const auto open = method_->relaxation(at);
  if (!selection_) return open;
  return std::make_shared<Decided>(stage_.space, open, selection_->decisions());
}

double Search::drop_path(int64_t epoch) const {
  return options_.search.drop_path * schedule_->moment({.epoch = epoch}).share();
}

Round Search::next_round(const Position& done) {
  const auto seed = static_cast<uint64_t>(options_.run.seed);
  const auto iteration = static_cast<uint64_t>(schedule_->iterations_before(done));
  Random random(seed, Purpose::kTransfer, iteration);
  Round round;
  round.relaxation = relaxation(schedule_->moment(done));
  images_.fill(round, schedule_->moves_alpha(done));
  round.samples = framework_->sample(options_.search.batch_size, random);
  if (round.samples.defined()) round.samples = round.samples.to(device_);
  round.sgd = schedule_->sgd(done.epoch);
  round.drop_path = drop_path(done.epoch);
  round.noise = stream_key(seed, Purpose::kNoise, iteration);
  return round;
}

double Search::iterate(const Position& done) {
  const Round round = next_round(done);
  if (schedule_->moves_alpha(done)) move_alpha(round);
  const Averages learned = framework_->weight_step(for_weights(done, round), round);
  averages_ += learned;
  return learned.means()["main"]["train_loss"];
}

void Search::move_alpha(const Round& round) {
  const Hypergradient hypergradient = framework_->hypergradient(alpha_.weights, round);
  const auto& schedule = options_.search;
  alpha_ = adam_step(alpha_, clip_norm(hypergradient.alpha, schedule.alpha_clip),
                     {.rate = schedule.alpha_learning_rate,
                      .beta1 = schedule.alpha_beta1,
                      .beta2 = schedule.alpha_beta2,
                      .weight_decay = schedule.alpha_weight_decay});
  averages_.add("outer.main", hypergradient.main);
  if (framework_->models().size() > 1) averages_.add("outer.auxiliary", hypergradient.auxiliary);
}

Mixture Search::for_weights(const Position& done, const Round& round) const {
  const auto decided = [&](const Mixture& open) {
    return selection_ ? apply(selection_->decisions(), open) : open;
  };
  const auto loss = [&](const Mixture& open) {
    const Mixture mixture = decided(open);
    const Model& main = framework_->models().front();
    const Output output = forward(main, mixture, main.iterate.weights, round.train.images,
                                  {.mode = Statistics::kRunning, .noise = round.noise});
    return torch::cross_entropy_loss(output.logits, round.train.labels);
  };
  Mixture mixture = decided(method_->for_weights(alpha_.weights, schedule_->moment(done), loss));
  mixture.drop_path = drop_path(done.epoch);
  return mixture;
}

Tensor Search::loss_at(const Tensor& alpha) const {
  const Model& main = framework_->models().front();
  const Batch batch = images_.validation()->get(0, 0);
  const Mixture mixture = without_dropout(relaxation(schedule_->end())->mixture(alpha));
  const Output output = forward(main, mixture, main.iterate.weights, batch.images.to(device_), {});
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
  return relaxation(schedule_->end())->genotype(alpha_.weights);
}

Averages Search::validate(const Model& model, const Mixture& mixture, Statistics mode) const {
  const at::NoGradGuard no_grad;
  Averages averages;
  Prefetcher ahead(images_.validation(), 0);
  for (int64_t i = 0; i < images_.validation()->per_epoch(); ++i) {
    const Batch batch = ahead.next();
    const Output output =
        forward(model, mixture, model.iterate.weights, batch.images.to(device_), {.mode = mode});
    averages += score(model.name + ".valid", output.logits, batch.labels.to(device_));
  }
  return averages;
}

void Search::decide(int64_t epoch) {
  const auto tuned = schedule_->tuning(epoch + 1);
  const int64_t every = options_.method.decide_every;
  if (!selection_ || !tuned || *tuned % every != 0) return;
  const auto accuracy = [&](const Mixture& mixture) {
    const auto means = validate(framework_->models().front(), mixture, Statistics::kBatch).means();
    return means["main"]["valid_accuracy"].get<double>();
  };
  const Mixture open =
      without_dropout(method_->relaxation(schedule_->end())->mixture(alpha_.weights));
  selection_->decide(*tuned / every, open, accuracy);
}

nlohmann::json Search::finish_epoch(int64_t epoch) {
  decide(epoch);
  const auto present = relaxation(schedule_->moment({.epoch = epoch}));
  const Mixture mixture = present->mixture(alpha_.weights);
  for (const Model& model : framework_->models()) {
    averages_ += validate(model, mixture, Statistics::kRunning);
  }
  nlohmann::json figures = std::exchange(averages_, {}).means();
  figures["epoch"] = epoch;
  figures["learning_rate"] = schedule_->sgd(epoch).rate;
  if (find_method(options_.method.name).stages > 1) figures["stage"] = stage_.number;
  if (selection_) {
    const auto tuned = schedule_->tuning(epoch + 1);
    figures["decisions"] = tuned ? *tuned / options_.method.decide_every + 1 : 0;
  }
  describe_cells(*present, figures);
  watch_curvature(epoch, figures);
  if (schedule_->ends_stage(epoch)) {
    begin({.space = method_->narrowed(alpha_.weights), .number = stage_.number + 1});
  }
  return figures;
}

void Search::describe_cells(const Relaxation& relaxation, nlohmann::json& figures) const {
  const Genotype found = relaxation.genotype(alpha_.weights);
  const Mixture shares = relaxation.probabilities(alpha_.weights);
  figures["genotype"] = to_string(found);
  if (known_) look_up(found, figures);
  figures["entropy"]["normal"] = mean_entropy(shares.normal);
  figures["skips"]["normal"] = count_operation(found.normal, kSkip);
  if (stage_.space.reduce.empty()) return;
  figures["entropy"]["reduce"] = mean_entropy(shares.reduce);
  figures["skips"]["reduce"] = count_operation(found.reduce, kSkip);
}

/// A table that lacks a cell is no reason to lose a search.
void Search::look_up(const Genotype& found, nlohmann::json& figures) const {
  try {
    figures["table"] = known_(found);
  } catch (const Error& error) {
    figures["not_in_table"] = error.what();
  }
}

Snapshot Search::save() const {
  Snapshot snapshot;
  snapshot.tensors = {{"alpha", alpha_.weights},
                      {"alpha.first_moment", alpha_.first_moment},
                      {"alpha.second_moment", alpha_.second_moment}};
  snapshot.values = {{"alpha.steps", alpha_.steps},  {"averages", averages_.save()},
                     {"lambdas", lambdas_},          {"genotypes", genotypes_},
                     {"stage", stage_.number},       {"normal", stage_.space.normal},
                     {"reduce", stage_.space.reduce}};
  if (selection_) snapshot.values["decisions"] = selection_->save();
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
  const auto& values = snapshot.values;
  Stage stage{.space = stage_.space, .number = values.at("stage")};
  stage.space.normal = values.at("normal").get<Space::Candidates>();
  stage.space.reduce = values.at("reduce").get<Space::Candidates>();
  begin(stage);
  if (selection_) selection_->restore(values.at("decisions"));
  alpha_ = {.weights = tensor("alpha"),
            .first_moment = tensor("alpha.first_moment"),
            .second_moment = tensor("alpha.second_moment"),
            .steps = values.at("alpha.steps")};
  averages_ = Averages::restore(values.at("averages"));
  lambdas_ = values.at("lambdas").get<std::vector<double>>();
  genotypes_ = values.at("genotypes").get<std::vector<std::string>>();
  for (Model& model : framework_->models()) {
    model.iterate = {.weights = tensor(model.name + ".weights"),
                     .momentum = tensor(model.name + ".momentum")};
    model.statistics = tensor(model.name + ".statistics");
  }
  start_images(done);
}

}  // namespace tetlo
