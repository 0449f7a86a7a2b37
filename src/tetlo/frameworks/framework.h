// SPDX-License-Identifier: Apache-2.0
// A framework: the nested problem that a search solves, defined once by stages and the terms of P.
//
// The definition yields both the problem that a hypergradient differentiates and the real steps of
// the weights. Virtual and real steps use the same objectives; they differ only in the mixture, in
// the weights, and in whether batch norm updates its running statistics.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/frameworks/objectives.h"
#include "tetlo/levels/hypergradient.h"
#include "tetlo/loop/score.h"

namespace tetlo {

/// Weights that descend on an objective: with a real step in every iteration, and with virtual
/// steps before P is evaluated.
struct Stage {
  std::string name;  ///< names its weights in checkpoints
  SgdState state;    ///< weights and momentum
  int64_t tied = 0;  ///< number of leading weights shared with the previous stage
  /// f(mixture; w; k) on the inputs of a step; k is undefined if the stage is taught nothing.
  std::function<Evaluated(const At& at, const Tensor& weights, const Tensor& knowledge)> objective;
  /// k(mixture, w'), the knowledge for the next stage; empty if that stage is taught nothing.
  std::function<Tensor(const At& at, const Tensor& weights)> knowledge = {};
};

/// A term of P: weight · loss at the weights that a stage has reached.
struct StageTerm {
  std::string name;  ///< its loss is recorded as outer.NAME
  double weight = 1;
  size_t stage = 0;
  std::function<Evaluated(const At& at, const Tensor& weights)> loss;
};

struct FrameworkDefinition {
  std::vector<Model> models;  ///< the main model, whose genotype is searched for, is first
  std::vector<Stage> stages;
  std::vector<StageTerm> outer;
  std::shared_ptr<const Transfer> transfer = nullptr;  ///< draws the samples; null: no transfer
  double clip = 0;  ///< maximum norm of a real step's gradient; 0: no limit
};

class Framework {
 public:
  explicit Framework(FrameworkDefinition definition);

  /// The problem at the present weights. Solving it does not change them. It is valid as long as
  /// the framework and `inputs` are.
  Problem problem(const StepInputs& inputs) const;
  /// Takes a real step of every stage, under a mixture. Returns losses, accuracies
  /// and the transfer loss.
  Averages weight_step(const Mixture& mixture, const StepInputs& inputs);
  /// The samples that the transfer compares in a batch of that size; undefined without a transfer.
  Tensor sample(int64_t batch, Random& random) const;
  /// Sets the momentum to zero, as at the beginning of a search.
  void forget_momentum();

  const std::vector<Model>& models() const { return definition_.models; }
  const std::vector<Stage>& stages() const { return definition_.stages; }
  /// The present weights of a model.
  Tensor weights(const Model& model) const;

  /// Everything that training has changed, by name. A framework with the same definition continues
  /// from there after restore().
  std::map<std::string, Tensor> save() const;
  void restore(const std::map<std::string, Tensor>& tensors);

 private:
  /// Copies the tied weights of one stage to its neighbour.
  void share(size_t from, size_t to, int64_t tied);

  FrameworkDefinition definition_;
};

}  // namespace tetlo
