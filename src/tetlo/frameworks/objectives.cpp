// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/objectives.h"

namespace tetlo {

At at_rest(const At& at, Statistics statistics) {
  return {.inputs = at.inputs, .mixtures = at.mixtures, .statistics = statistics};
}

Evaluated operator+(Evaluated a, const Evaluated& b) {
  a.loss = a.loss + b.loss;
  a.answers.insert(a.answers.end(), b.answers.begin(), b.answers.end());
  return a;
}

Output answer(const Model& model, const Tensor& weights, const StepBatch& batch, const At& at) {
  return forward(model, weights_of(model, weights), batch.images,
                 {.mixture = mixture_of(model, at.mixtures),
                  .statistics = at.statistics,
                  .noise = batch.noise});
}

Evaluated classified(const std::string& model, const Output& output, const StepBatch& batch) {
  return {.loss = batch.loss(output.logits, batch.labels),
          .answers = {{.model = model, .output = output, .batch = batch}}};
}

Evaluated classify(const Model& model, const Tensor& weights, const StepBatch& batch,
                   const At& at) {
  return classified(model.name, answer(model, weights, batch, at), batch);
}

const StepBatch& training_batch(const Model& model, const StepInputs& inputs) {
  return model.auxiliary ? inputs.auxiliary_train : inputs.train;
}

const StepBatch& validation_batch(const Model& model, const StepInputs& inputs) {
  return model.auxiliary ? inputs.auxiliary_validation : inputs.validation;
}

StageObjective training_loss(const Model& model) {
  return [model](const At& at, const Tensor& weights, const Tensor&) {
    return classify(model, weights, training_batch(model, at.inputs), at);
  };
}

StageFunction validation_loss(const Model& model) {
  return [model](const At& at, const Tensor& weights) {
    return classify(model, weights, validation_batch(model, at.inputs), at).loss;
  };
}

Tensor TransferLoss::knowledge(const Output& teacher, const At& at) const {
  return transfer->knowledge(teacher, at.inputs.samples);
}

Tensor TransferLoss::operator()(const Tensor& knowledge, const Output& learner,
                                const Tensor& weights, const At& at) const {
  return transfer->loss({.knowledge = knowledge,
                         .learner = learner,
                         .samples = at.inputs.samples,
                         .weights = own.length > 0 ? own.of(weights) : Tensor()});
}

Evaluated plus_transfer(Evaluated L, double lambda, const Tensor& R) {
  L.loss = L.loss + lambda * R;
  L.transfer_loss = R;
  return L;
}

}  // namespace tetlo
