// SPDX-License-Identifier: Apache-2.0
// The problems of levels/problem.h posed by supernets and batches of images.
//
//   L(α; e; batch) = mean cross entropy of the labels under the network's logits
//
// Virtual passes: batch norm uses the batch and leaves the running statistics alone, and the noise
// operation draws the same noise at every point, so that each loss is a function.
#pragma once

#include "tetlo/data/batches.h"
#include "tetlo/levels/problem.h"
#include "tetlo/relax/relaxation.h"
#include "tetlo/search/model.h"
#include "tetlo/transfer/transfer.h"

namespace tetlo {

/// What one iteration of a search sees.
struct Round {
  std::shared_ptr<const Relaxation> relaxation;  ///< of α
  Batch train, validation;                       ///< of the main model
  Batch auxiliary_train, auxiliary_validation;   ///< of the auxiliary; may be the same tensors
  Tensor samples;                                ///< what the transfer compares
  Sgd sgd;                                       ///< of this epoch
  double drop_path = 0;                          ///< probability of dropping an edge
  uint64_t noise = 0;                            ///< key of this iteration's noise

  /// The mixture under which α learns.
  Mixture mixture(const Tensor& alpha) const;
};

class SupernetBilevelProblem : public BilevelProblem {
 public:
  SupernetBilevelProblem(const Model& main, const Round& round) : main_(main), round_(round) {}

  Tensor train_main(const Tensor& alpha, const Tensor& e_m) const override {
    return loss(alpha, e_m, round_.train);
  }
  Tensor validate_main(const Tensor& alpha, const Tensor& e_m) const override {
    const Tensor penalty = round_.relaxation->penalty(alpha);
    const Tensor L_m = loss(alpha, e_m, round_.validation);
    return penalty.defined() ? L_m + penalty : L_m;
  }

 private:
  Tensor loss(const Tensor& alpha, const Tensor& weights, const Batch& batch) const;

  const Model& main_;
  const Round& round_;
};

/// What ties a main to an auxiliary model.
struct Teaching {
  const Transfer& transfer;
  double lambda;  ///< λ
  int64_t tied;   ///< how many weights the models share
};

class SupernetTrilevelProblem : public TrilevelProblem {
 public:
  SupernetTrilevelProblem(const Model& main, const Model& auxiliary, const Round& round,
                          const Teaching& teaching)
      : TrilevelProblem(teaching.tied),
        bilevel_(main, round),
        main_(main),
        auxiliary_(auxiliary),
        round_(round),
        teaching_(teaching) {}

  Tensor train_main(const Tensor& alpha, const Tensor& e_m) const override {
    return bilevel_.train_main(alpha, e_m);
  }
  Tensor validate_main(const Tensor& alpha, const Tensor& e_m) const override {
    return bilevel_.validate_main(alpha, e_m);
  }
  Tensor teach(const Tensor& alpha, const Tensor& e_m) const override;
  Tensor train_auxiliary(const Tensor& alpha, const Tensor& e_a,
                         const Tensor& knowledge) const override;
  Tensor validate_auxiliary(const Tensor& alpha, const Tensor& e_a) const override;

 private:
  Output auxiliary(const Tensor& alpha, const Tensor& e_a, const Batch& batch) const;

  SupernetBilevelProblem bilevel_;
  const Model& main_;
  const Model& auxiliary_;
  const Round& round_;
  Teaching teaching_;
};

}  // namespace tetlo
