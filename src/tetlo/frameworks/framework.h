// SPDX-License-Identifier: Apache-2.0
// A framework: the nested problem that a search solves, defined once by stages and the terms of P.
//
// The definition yields both the problem that a hypergradient differentiates and the real steps of
// the weights. Virtual and real steps use the same objectives, but not the same mixture, weights
// and rates; only real steps clip gradients and update the running statistics of batch norm.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tetlo/frameworks/objectives.h"
#include "tetlo/levels/hypergradient.h"
#include "tetlo/levels/rates.h"
#include "tetlo/loop/score.h"
#include "tetlo/options/field.h"

namespace tetlo {

/// Weights that descend on an objective: with a real step in every iteration, and with virtual
/// steps before P is evaluated.
struct Stage {
  std::string name;       ///< names its weights in checkpoints
  SgdState state;         ///< weights and momentum
  int64_t tied = 0;       ///< number of leading weights shared with the previous stage
  double rate_ratio = 1;  ///< its learning rate as a multiple of the search's
  /// Whether it is trained before the search, and then frozen. Such stages come first.
  bool before_search = false;
  StageObjective objective;
  /// k(mixtures, w'), the knowledge for the next stage; empty if that stage is taught nothing.
  StageFunction knowledge = {};
};

/// Terms of P that are computed together: Σ_i weights_i losses_i at the weights that a stage has
/// reached.
struct StageTerm {
  std::vector<std::string> names;  ///< the losses are recorded as outer.NAME
  std::vector<double> weights = {1};
  size_t stage = 0;
  /// One loss for each name; a single one may be a scalar.
  StageFunction losses;
};

/// The training that precedes a search: passes over all images of the auxiliary task, with a
/// learning rate that falls along a cosine.
struct Preparation {
  int64_t epochs = 0;
  double learning_rate = 0, learning_rate_min = 0;

  double rate(int64_t epoch) const {
    return cosine_rate(learning_rate, learning_rate_min, epoch, epochs);
  }
};

/// Which quadruples of images are given to a framework that learns from them, beside its batches
/// [Sheth2023, appendix O].
struct GivenQuadruples {
  bool of_validation = false;  ///< images of the validation half, not of the training half
  int64_t quadruples = 10'000;
  double wrong = 0;     ///< the share whose two pairs have changed places
  int64_t drawn = 300;  ///< quadruples of an iteration

  std::vector<Field> fields();
};

struct FrameworkDefinition {
  std::vector<Model> models;  ///< the main model, whose genotype is searched for, is first
  std::vector<Stage> stages;
  std::vector<StageTerm> outer;                        ///< empty: α stays as it is
  std::shared_ptr<const Transfer> transfer = nullptr;  ///< draws the samples; null: no transfer
  double clip = 0;  ///< maximum norm of a real step's gradient; 0: no limit
  std::optional<Preparation> preparation = std::nullopt;  ///< of the stages before the search
  std::optional<GivenQuadruples> given = std::nullopt;
};

class Framework {
 public:
  explicit Framework(FrameworkDefinition definition);

  /// The problem at the present weights. Solving it does not change them. It is valid as long as
  /// the framework and `inputs` are. Its functions have stop points (util/stop_request.h).
  Problem problem(const StepInputs& inputs) const;
  /// Takes a real step of every stage of the search, under the mixtures. Returns losses, accuracies
  /// and the transfer loss.
  Averages weight_step(const Mixtures& mixtures, const StepInputs& inputs);
  /// Takes a real step of every stage that precedes the search, on inputs.auxiliary_train.
  Averages prepare_step(const StepInputs& inputs);
  /// The samples that the transfer compares in a batch of that size; undefined without a transfer.
  Tensor sample(int64_t batch, Random& random) const;
  /// Sets the momentum to zero, as at the beginning of a search.
  void forget_momentum();

  const std::vector<Model>& models() const { return definition_.models; }
  const std::vector<Stage>& stages() const { return definition_.stages; }
  const std::optional<Preparation>& preparation() const { return definition_.preparation; }
  const std::optional<GivenQuadruples>& given() const { return definition_.given; }
  /// Whether P has terms, so that α can be learned.
  bool moves_alpha() const { return !definition_.outer.empty(); }
  /// The number of architectures that are searched.
  size_t architectures() const;
  /// The present weights of a model.
  Tensor weights(const Model& model) const;

  /// Everything that training has changed, by name. A framework with the same definition continues
  /// from there after restore(), on its own device and in its own precision.
  std::map<std::string, Tensor> save() const;
  void restore(const std::map<std::string, Tensor>& tensors);

 private:
  /// Takes a real step of a stage and returns what was evaluated for it.
  Evaluated step(size_t stage, const At& at, const Tensor& knowledge);
  /// Copies the tied weights of one stage to its neighbour.
  void share(size_t from, size_t to, int64_t tied);

  FrameworkDefinition definition_;
};

}  // namespace tetlo
