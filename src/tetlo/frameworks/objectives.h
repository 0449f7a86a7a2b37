// SPDX-License-Identifier: Apache-2.0
// The losses from which frameworks compose their stages and P. Each is stated once: a real step of
// the weights and a virtual step of a hypergradient evaluate the same function, and differ only in
// the mixture, in the weights, and in whether running statistics are updated.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tetlo/frameworks/model.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

/// The arguments of a stage's function, except the weights.
struct At {
  const StepInputs& inputs;
  Mixtures mixtures;
  Statistics statistics = Statistics::kBatch;
};

/// The same, with running statistics as they are: they are read if `statistics` is kRunning, and
/// not updated in any case.
At at_rest(const At& at, Statistics statistics = Statistics::kBatch);

/// A model's output for a batch.
struct Answer {
  std::string model;
  Output output;
  StepBatch batch;
};

/// A loss, and everything from which the recorded losses and accuracies are computed.
struct Evaluated {
  Tensor loss;  ///< []
  std::vector<Answer> answers;
  Tensor transfer_loss = {};  ///< R []; undefined without a transfer

  /// The output of the model that was evaluated last.
  const Output& output() const { return answers.back().output; }
};

/// L_1 + L_2.
Evaluated operator+(Evaluated a, const Evaluated& b);

/// The model's output for the images of a batch. `weights` are those of the model's stage.
Output answer(const Model& model, const Tensor& weights, const StepBatch& batch, const At& at);

/// L of an output: the batch's loss of its logits.
Evaluated classified(const std::string& model, const Output& output, const StepBatch& batch);

/// L(α; e; batch), the batch's loss of the model's logits: stage I [Sheth2023, eq. 1] and, on a
/// validation batch, the terms of P.
Evaluated classify(const Model& model, const Tensor& weights, const StepBatch& batch, const At& at);

/// The batches of the model's task.
const StepBatch& training_batch(const Model& model, const StepInputs& inputs);
const StepBatch& validation_batch(const Model& model, const StepInputs& inputs);

/// f(mixtures; w; k), what a stage minimises; k is undefined if the stage is taught nothing.
using StageObjective =
    std::function<Evaluated(const At& at, const Tensor& weights, const Tensor& knowledge)>;
/// A function of the mixtures and of a stage's weights, such as a term of P.
using StageFunction = std::function<Tensor(const At& at, const Tensor& weights)>;

/// L of the model on the training batch of its task, without anything that is taught.
StageObjective training_loss(const Model& model);
/// L of the model on the validation batch of its task.
StageFunction validation_loss(const Model& model);

/// The loss R of a transfer, and the place of R's own weights in the stage of the learner.
struct TransferLoss {
  std::shared_ptr<const Transfer> transfer;
  WeightRange own = {};

  /// k(α, e): the knowledge of a teacher about the images for which this is its output.
  Tensor knowledge(const Output& teacher, const At& at) const;
  /// R(k, e), where `weights` are those of the learner's stage.
  Tensor operator()(const Tensor& knowledge, const Output& learner, const Tensor& weights,
                    const At& at) const;
};

/// O = L + λ R, such as stage II [Sheth2023, eq. 4]. R is recorded.
Evaluated plus_transfer(Evaluated L, double lambda, const Tensor& R);

}  // namespace tetlo
