// SPDX-License-Identifier: Apache-2.0
// The parts that frameworks are built from.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tetlo/auxiliaries/auxiliary.h"
#include "tetlo/frameworks/framework.h"

namespace tetlo {

struct FrameworkParts {
  const Space& space;   ///< the space of the supernets' candidates
  SupernetShape shape;  ///< of the main model; used_cells 0: the framework decides
  uint64_t seed = 1;
  double clip = 0;  ///< maximum norm of a real step's gradient; 0: no limit
  std::shared_ptr<const Transfer> transfer = nullptr;
  AuxiliaryMaker auxiliary = {};
  torch::TensorOptions tensors = {};  ///< device and precision of the weights
};

/// The number of cells of the layout that each of two models uses: used_cells if it is set,
/// otherwise all but one [Sheth2023, section 3.1].
int64_t cells_of_two_models(const FrameworkParts& parts);

/// A model that uses all the weights of the stage with that number.
Model make_model(const FrameworkParts& parts, const std::string& name, size_t stage,
                 std::shared_ptr<const Network> network);

/// Initial weights of a model, drawn from the random stream of its stage, and zero momentum.
SgdState initial_state(const FrameworkParts& parts, const Model& model);

}  // namespace tetlo
