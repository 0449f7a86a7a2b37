// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/framework.h"

namespace tetlo {
namespace {

/// The conditions of virtual passes: batch norm uses the statistics of the batch and leaves the
/// running statistics unchanged.
At virtually(const StepInputs& inputs, const Tensor& alpha) {
  return {.inputs = inputs, .mixture = inputs.mixture(alpha)};
}

Averages figures(const Evaluated& evaluated) {
  Averages averages;
  for (const auto& [model, output, labels] : evaluated.answers) {
    averages += score(model + ".train", output.logits, labels);
  }
  if (evaluated.transfer_loss.defined()) {
    averages.add("transfer_loss", evaluated.transfer_loss.item<double>());
  }
  return averages;
}

}  // namespace

Framework::Framework(FrameworkDefinition definition) : definition_(std::move(definition)) {
  for (size_t i = 1; i < stages().size(); ++i) share(i - 1, i, stages()[i].tied);
}

Problem Framework::problem(const StepInputs& inputs) const {
  Problem problem;
  for (const Stage& stage : stages()) {
    Level level{.objective =
                    [&](const Tensor& alpha, const Tensor& weights, const Tensor& knowledge) {
                      return stage.objective(virtually(inputs, alpha), weights, knowledge).loss;
                    },
                .start = stage.state,
                .sgd = inputs.virtual_sgd,
                .tied = stage.tied};
    if (stage.knowledge) {
      level.knowledge = [&](const Tensor& alpha, const Tensor& weights) {
        return stage.knowledge(virtually(inputs, alpha), weights);
      };
    }
    problem.levels.push_back(std::move(level));
  }
  for (const StageTerm& term : definition_.outer) {
    problem.outer.push_back({.name = term.name,
                             .weight = term.weight,
                             .level = term.stage,
                             .loss = [&](const Tensor& alpha, const Tensor& weights) {
                               return term.loss(virtually(inputs, alpha), weights).loss;
                             }});
  }
  if (inputs.penalty) {
    problem.outer.push_back({.name = "penalty", .loss = [&](const Tensor& alpha, const Tensor&) {
                               return inputs.penalty(alpha);
                             }});
  }
  return problem;
}

Averages Framework::weight_step(const Mixture& mixture, const StepInputs& inputs) {
  const At training{
      .inputs = inputs, .mixture = mixture, .statistics = Statistics::kBatchAndUpdate};
  const At teaching{.inputs = inputs, .mixture = mixture};
  Averages averages;
  Tensor knowledge;
  for (size_t i = 0; i < stages().size(); ++i) {
    Stage& stage = definition_.stages[i];
    const Tensor weights = leaf(stage.state.weights);
    const Evaluated evaluated = stage.objective(training, weights, knowledge);
    const Tensor gradient = gradients(evaluated.loss, {weights}).front();
    stage.state = sgd_step(stage.state, clip_norm(gradient, definition_.clip), inputs.sgd);
    // Every stage that shares these weights, directly or by way of others, holds a copy of them.
    for (size_t j = i; j > 0; --j) share(j, j - 1, stages()[j].tied);
    for (size_t j = i + 1; j < stages().size(); ++j) share(j - 1, j, stages()[j].tied);
    const at::NoGradGuard no_grad;  // the teacher is not trained by what it teaches
    knowledge = stage.knowledge ? stage.knowledge(teaching, stage.state.weights) : Tensor();
    averages += figures(evaluated);
  }
  return averages;
}

Tensor Framework::sample(int64_t batch, Random& random) const {
  return definition_.transfer ? definition_.transfer->sample(batch, random) : Tensor();
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
    const auto device = stage.state.weights.device();
    stage.state = {.weights = tensors.at(stage.name + ".weights").clone().to(device),
                   .momentum = tensors.at(stage.name + ".momentum").clone().to(device)};
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
