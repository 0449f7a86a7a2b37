// SPDX-License-Identifier: Apache-2.0
// The parts that frameworks are built from.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "tetlo/auxiliaries/auxiliary.h"
#include "tetlo/frameworks/framework.h"

namespace tetlo {

struct FrameworkParts {
  const Space& space;   ///< the space of the supernets' candidates
  SupernetShape shape;  ///< of the main model; used_cells 0: the framework decides
  uint64_t seed = 1;
  double clip = 0;       ///< maximum norm of a real step's gradient; 0: no limit
  bool unrolled = true;  ///< whether P is differentiated through virtual steps
  std::shared_ptr<const Transfer> transfer = nullptr;
  AuxiliaryMaker auxiliary = {};
  bool separate_architecture = false;  ///< whether the auxiliary model has an α of its own
  /// The number of classes of the auxiliary task, if that has images of its own.
  std::optional<int64_t> auxiliary_classes = std::nullopt;
  Mixture initial = {};               ///< of the initial α, in which nothing is drawn or dropped
  torch::TensorOptions tensors = {};  ///< device and precision of the weights
};

/// A main model and an auxiliary model, before it is decided which stage holds their weights.
struct TwoModels {
  Model main, auxiliary;
  int64_t tied = 0;    ///< number of leading weights that both share
  bool fixed = false;  ///< whether the auxiliary model's architecture does not depend on α
};

/// A supernet that uses all the weights of its stage.
Model main_model(const FrameworkParts& parts);

/// Both models. Each uses used_cells of the layout's cells if that is set, otherwise all but one
/// [Sheth2023, section 3.1]. Throws Error if the parts do not fit each other.
TwoModels two_models(const FrameworkParts& parts);

/// The number of classes of the auxiliary task.
int64_t classes_of_auxiliary(const FrameworkParts& parts);

/// The random streams of initial weights.
enum WeightStream : uint64_t { kMainWeights, kAuxiliaryWeights, kTransferWeights };

/// Initial weights, the same on every device and in every precision.
Tensor initial_weights(const FrameworkParts& parts, const Layout& layout, WeightStream stream);

/// Weights and zero momentum.
SgdState at_start(const Tensor& weights);

/// A transfer from one model to another, and its own weights, which belong behind the `before`
/// weights of the learner's stage.
struct PlacedTransfer {
  TransferLoss R;
  Tensor weights;  ///< initial; of no elements if R has no weights
};
PlacedTransfer place_transfer(const FrameworkParts& parts, const Model& teacher,
                              const Model& learner, int64_t before);

}  // namespace tetlo
