// SPDX-License-Identifier: Apache-2.0
// The losses from which frameworks compose their stages and P. Each is stated once: a real step of
// the weights and a virtual step of a hypergradient evaluate the same function, and differ only in
// the mixture, in the weights, and in whether running statistics are updated.
#pragma once

#include <string>
#include <vector>

#include "tetlo/frameworks/model.h"
#include "tetlo/frameworks/step_inputs.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

/// The arguments of a stage's function, except the weights.
struct At {
  const StepInputs& inputs;
  Mixture mixture;
  Statistics statistics = Statistics::kBatch;
};

/// A model's output for a batch, with the labels of the batch.
struct Answer {
  std::string model;
  Output output;
  Tensor labels;
};

/// A loss, and everything from which the recorded losses and accuracies are computed.
struct Evaluated {
  Tensor loss;  ///< []
  std::vector<Answer> answers;
  Tensor transfer_loss = {};  ///< R []; undefined without a transfer
};

/// L(α; e; batch), the batch's loss of the model's logits: stage I of every framework
/// [Sheth2023, eq. 1] and, on a validation batch, the terms of P.
Evaluated classify(const Model& model, const Tensor& weights, const StepBatch& batch, const At& at);

/// A transfer loss R with its weight λ.
struct Lesson {
  std::shared_ptr<const Transfer> transfer;
  double lambda = 0;
};

/// k(α, e): the knowledge of a model about a batch.
Tensor teach(const Lesson& lesson, const Model& teacher, const Tensor& weights, const At& at);

/// O(α; e; k) = L(α; e; batch) + λ R(k, e): stage II [Sheth2023, eq. 4]. `learner` holds L.
Evaluated learn_from(const Lesson& lesson, const Tensor& knowledge, Evaluated learner,
                     const At& at);

}  // namespace tetlo
