// SPDX-License-Identifier: Apache-2.0
// The losses of which frameworks compose their stages and P, each stated once.
//
// A real step of the weights and a virtual step of a hypergradient evaluate the same function; they
// differ only in the mixture, in the weights, and in whether running statistics move.
#pragma once

#include <string>
#include <vector>

#include "tetlo/frameworks/model.h"
#include "tetlo/frameworks/step_inputs.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

/// Where the function of a stage is evaluated, beside the weights.
struct At {
  const StepInputs& inputs;
  Mixture mixture;
  Statistics statistics = Statistics::kBatch;
};

/// A model's answer to a batch.
struct Answer {
  std::string model;
  Output output;
  Tensor labels;
};

/// A loss, and all that figures are made of.
struct Evaluated {
  Tensor loss;  ///< []
  std::vector<Answer> answers;
  Tensor transfer_loss = {};  ///< R []; undefined where nothing is taught
};

/// L(α; e; batch), the mean cross entropy of the labels under the model's logits: stage I of every
/// framework [Sheth2023, eq. 1] and, on a validation batch, the terms of P.
Evaluated classify(const Model& model, const Tensor& weights, const StepBatch& batch, const At& at);

/// A transfer loss R with its weight λ.
struct Lesson {
  std::shared_ptr<const Transfer> transfer;
  double lambda = 0;
};

/// k(α, e): what a model teaches of a batch.
Tensor teach(const Lesson& lesson, const Model& teacher, const Tensor& weights, const At& at);

/// O(α; e; k) = L(α; e; batch) + λ R(k, e): stage II [Sheth2023, eq. 4], of which L is given.
Evaluated learn_from(const Lesson& lesson, const Tensor& knowledge, Evaluated learner,
                     const At& at);

}  // namespace tetlo
