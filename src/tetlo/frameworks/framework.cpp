// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/framework.h"

#include <algorithm>
#include <utility>

#include "tetlo/util/stop_request.h"

namespace tetlo {
namespace {

/// The conditions of a virtual pass: batch norm uses the statistics of the batch and leaves the
/// running statistics unchanged. There is a stop point before the pass, because a hypergradient is
/// made of many.
At virtually(const StepInputs& inputs, const Tensor& alpha) {
  stop_point();
  return {.inputs = inputs, .mixtures = inputs.mixtures(alpha)};
}

/// SGD with another learning rate.
Sgd scaled(Sgd sgd, double ratio) {
  sgd.rate *= ratio;
  return sgd;
}

/// The knowledge of a stage that no gradient enters.
Tensor given_by(const Stage& stage, const At& at) {
  const at::NoGradGuard no_grad;
  return stage.knowledge ? stage.knowledge(at, stage.state.weights) : Tensor();
}

/// A stage of the search as a level. The first one may learn from a frozen stage before it.
Level level_of(const Stage& stage, const StepInputs& inputs, const Tensor& given) {
  Level level{.objective =
                  [&, given](const Tensor& alpha, const Tensor& weights, const Tensor& k) {
                    const Tensor& taught = given.defined() ? given : k;
                    return stage.objective(virtually(inputs, alpha), weights, taught).loss;
                  },
              .start = stage.state,
              .sgd = scaled(inputs.virtual_sgd, stage.rate_ratio),
              .tied = stage.tied};
  if (stage.knowledge) {
    level.knowledge = [&](const Tensor& alpha, const Tensor& weights) {
      return stage.knowledge(virtually(inputs, alpha), weights);
    };
  }
  return level;
}

Averages figures(const Evaluated& evaluated) {
  Averages averages;
  for (const auto& [model, output, batch] : evaluated.answers) {
    averages += score(model + ".train", output.logits, batch.labels, batch.loss);
  }
  if (evaluated.transfer_loss.defined()) averages.add("transfer_loss", evaluated.transfer_loss);
  return averages;
}

}  // namespace

Framework::Framework(FrameworkDefinition definition) : definition_(std::move(definition)) {
  for (size_t i = 1; i < stages().size(); ++i) share(i - 1, i, stages()[i].tied);
}

Problem Framework::problem(const StepInputs& inputs) const {
  Problem problem;
  Tensor given;
  size_t frozen = 0;
  for (const Stage& stage : stages()) {
    if (stage.before_search) {
      ++frozen;
      given = given_by(stage, {.inputs = inputs, .mixtures = {}});
      continue;
    }
    problem.levels.push_back(level_of(stage, inputs, std::exchange(given, Tensor())));
  }
  for (const StageTerm& term : definition_.outer) {
    problem.outer.push_back({.names = term.names,
                             .weights = term.weights,
                             .level = term.stage - frozen,
                             .losses = [&](const Tensor& alpha, const Tensor& weights) {
                               return term.losses(virtually(inputs, alpha), weights);
                             }});
  }
  if (inputs.penalty) {
    problem.outer.push_back(
        {.names = {"penalty"},
         .losses = [&](const Tensor& alpha, const Tensor&) { return inputs.penalty(alpha); }});
  }
  return problem;
}

Evaluated Framework::step(size_t i, const At& at, const Tensor& knowledge) {
  Stage& stage = definition_.stages[i];
  const Tensor weights = leaf(stage.state.weights);
  const Evaluated evaluated = stage.objective(at, weights, knowledge);
  const Tensor gradient = gradients(evaluated.loss, {weights}).front();
  stage.state = sgd_step(stage.state, clip_norm(gradient, definition_.clip),
                         scaled(at.inputs.sgd, stage.rate_ratio));
  // Every stage that shares these weights, directly or by way of others, holds a copy of them.
  for (size_t j = i; j > 0; --j) share(j, j - 1, stages()[j].tied);
  for (size_t j = i + 1; j < stages().size(); ++j) share(j - 1, j, stages()[j].tied);
  return evaluated;
}

Averages Framework::weight_step(const Mixtures& mixtures, const StepInputs& inputs) {
  const At training{
      .inputs = inputs, .mixtures = mixtures, .statistics = Statistics::kBatchAndUpdate};
  Averages averages;
  Tensor knowledge;
  for (size_t i = 0; i < stages().size(); ++i) {
    const Stage& stage = stages()[i];
    if (!stage.before_search) averages += figures(step(i, training, knowledge));
    knowledge = given_by(stage, at_rest(training));
  }
  return averages;
}

Averages Framework::prepare_step(const StepInputs& inputs) {
  const At training{.inputs = inputs, .mixtures = {}, .statistics = Statistics::kBatchAndUpdate};
  Averages averages;
  for (size_t i = 0; i < stages().size() && stages()[i].before_search; ++i) {
    averages += figures(step(i, training, Tensor()));
  }
  return averages;
}

Tensor Framework::sample(int64_t batch, Random& random) const {
  return definition_.transfer ? definition_.transfer->sample(batch, random) : Tensor();
}

size_t Framework::architectures() const {
  size_t count = 1;
  for (const Model& model : models()) count = std::max(count, model.architecture + 1);
  return count;
}

void Framework::forget_momentum() {
  for (Stage& stage : definition_.stages) {
    stage.state.momentum = torch::zeros_like(stage.state.weights);
  }
}

Tensor Framework::weights(const Model& model) const {
  return weights_of(model, stages()[model.stage].state.weights);
}

std::map<std::string, Tensor> Framework::save() const {
  std::map<std::string, Tensor> tensors;
  for (const Stage& stage : stages()) {
    tensors[stage.name + ".weights"] = stage.state.weights;
    tensors[stage.name + ".momentum"] = stage.state.momentum;
  }
  for (const Model& model : models()) tensors[model.name + ".statistics"] = model.statistics;
  return tensors;
}

void Framework::restore(const std::map<std::string, Tensor>& tensors) {
  for (Stage& stage : definition_.stages) {
    const auto copy = [&, like = stage.state.weights.options()](const std::string& name) {
      return tensors.at(name).to(like, /*non_blocking=*/false, /*copy=*/true);
    };
    stage.state = {.weights = copy(stage.name + ".weights"),
                   .momentum = copy(stage.name + ".momentum")};
  }
  // In place, because the objectives hold the same tensors.
  for (Model& model : definition_.models) {
    model.statistics.copy_(tensors.at(model.name + ".statistics"));
  }
}

void Framework::share(size_t from, size_t to, int64_t tied) {
  const Tensor shared = stages()[from].state.weights.narrow(0, 0, tied);
  definition_.stages[to].state.weights.narrow(0, 0, tied).copy_(shared);
}

}  // namespace tetlo
