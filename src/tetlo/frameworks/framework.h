// SPDX-License-Identifier: Apache-2.0
// A framework: the nested problem that a search solves, said once as stages and terms of P.
//
// From that one definition come the problem that a hypergradient differentiates and the real steps
// of the weights, which differ only in the mixture, the weights and the batch norms' statistics:
// the virtual steps are made of the objectives of the real ones.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/frameworks/objectives.h"
#include "tetlo/levels/hypergradient.h"
#include "tetlo/loop/score.h"

namespace tetlo {

/// Weights that descend an objective, in every iteration and, virtually, below P.
struct Stage {
  std::string name;  ///< of its weights in checkpoints
  SgdState state;    ///< weights and momentum
  int64_t tied = 0;  ///< how many weights, the first ones, it shares with the stage before
  /// f(mixture; w; k) on the inputs of a step; k is undefined where nothing is taught.
  std::function<Evaluated(const At& at, const Tensor& weights, const Tensor& knowledge)> objective;
  /// k(mixture, w'), what the next stage is taught; empty: nothing.
  std::function<Tensor(const At& at, const Tensor& weights)> knowledge = {};
};

/// A summand of P: weight · loss at the end of a stage.
struct StageTerm {
  std::string name;  ///< of its figure, outer.NAME
  double weight = 1;
  size_t stage = 0;
  std::function<Evaluated(const At& at, const Tensor& weights)> loss;
};

struct FrameworkDefinition {
  std::vector<Model> models;  ///< the main one first: its genotype is searched for
  std::vector<Stage> stages;
  std::vector<StageTerm> outer;
  std::shared_ptr<const Transfer> transfer = nullptr;  ///< whose samples are drawn
  double clip = 0;  ///< maximum norm of a real step's gradient; 0: no limit
};

class Framework {
 public:
  explicit Framework(FrameworkDefinition definition);

  /// The problem at the present weights, which solving it leaves as they are.
  Problem problem(const StepInputs& inputs) const;
  /// A real step of every stage under a mixture; returns losses, accuracies and the transfer loss.
  Averages weight_step(const Mixture& mixture, const StepInputs& inputs);
  /// What the transfer compares in a batch of that size; undefined without one.
  Tensor sample(int64_t batch, Random& random) const;
  /// Momentum as at the beginning of a search.
  void forget_momentum();

  const std::vector<Model>& models() const { return definition_.models; }
  const std::vector<Stage>& stages() const { return definition_.stages; }
  /// The present weights of a model.
  Tensor weights(const Model& model) const;

  /// All that has been learned, by name; restoring it, or the like, goes on from there.
  std::map<std::string, Tensor> save() const;
  void restore(const std::map<std::string, Tensor>& tensors);

 private:
  /// Gives the tied weights of one stage to its neighbour.
  void share(size_t from, size_t to, int64_t tied);

  FrameworkDefinition definition_;
};

}  // namespace tetlo
