// SPDX-License-Identifier: Apache-2.0
#include "tetlo/frameworks/objectives.h"

namespace tetlo {
namespace {

/// The model's output for the images of a batch.
Output answer(const Model& model, const Tensor& weights, const StepBatch& batch, const At& at) {
  return forward(model, weights, batch.images,
                 {.mixture = at.mixture, .statistics = at.statistics, .noise = batch.noise});
}

}  // namespace

Evaluated classify(const Model& model, const Tensor& weights, const StepBatch& batch,
                   const At& at) {
  const Output output = answer(model, weights, batch, at);
  return {.loss = batch.loss(output.logits, batch.labels),
          .answers = {{.model = model.name, .output = output, .labels = batch.labels}}};
}

Tensor teach(const Lesson& lesson, const Model& teacher, const Tensor& weights, const At& at) {
  const Output output = answer(teacher, weights, at.inputs.auxiliary_train, at);
  return lesson.transfer->knowledge(output, at.inputs.samples);
}

Evaluated learn_from(const Lesson& lesson, const Tensor& knowledge, Evaluated learner,
                     const At& at) {
  const Tensor R =
      lesson.transfer->loss({knowledge, learner.answers.back().output, at.inputs.samples});
  learner.loss = learner.loss + lesson.lambda * R;
  learner.transfer_loss = R;
  return learner;
}

}  // namespace tetlo
