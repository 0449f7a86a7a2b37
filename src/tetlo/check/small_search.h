// SPDX-License-Identifier: Apache-2.0
// A search in miniature, as a rule in double precision, on images of noise, on which hypergradients
// and frameworks are checked.
//
// Supernet, relaxation, transfer and framework are those of a real search. Only the sizes are
// small: 6 images of 8 x 8, 4 channels, the first 2 (normal, reduction) of 3 cells, 2 nodes in each
// cell. The initial α has a larger deviation than in a search, so that no two candidates have
// similar weights.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tetlo/frameworks/table.h"
#include "tetlo/transfer/quadruple.h"

namespace tetlo {

/// The darts space with the first 2 of its 4 nodes: 5 edges of 8 candidates in each cell.
Space small_space();

struct SmallSearchOptions {
  std::string framework = "tetlo";
  std::string auxiliary = "tied";  ///< ignored if the framework has no auxiliary model
  /// Options of frameworks and auxiliary models, such as "tetlo.gamma=0".
  std::vector<std::string> settings = {};
  Space space = small_space();
  Activation activation = Activation::kRelu;
  bool separate_architecture = false;  ///< whether the auxiliary model has an α of its own
  bool auxiliary_batches = false;      ///< whether it has batches of its own
  double clip = 5;
  Sgd sgd = {.rate = 0.025, .momentum = 0.9, .weight_decay = 3e-4};
  std::shared_ptr<const Transfer> transfer =
      std::make_shared<QuadrupleTransfer>(QuadrupleOptions());
  torch::ScalarType type = torch::kFloat64;  ///< float32 is computed by the kernels
  uint64_t seed = 1;
};

struct SmallSearch {
  SmallSearchOptions options;
  std::unique_ptr<Framework> framework;
  StepInputs inputs;
  Tensor alpha;  ///< of all architectures
  uint64_t iteration = 0;
};

/// A search before its first iteration; the seed determines everything that is random.
SmallSearch start_small_search(const SmallSearchOptions& options);

/// Takes a weight step with the present inputs and draws the next inputs, `iterations` times.
void advance(SmallSearch& search, int64_t iterations);

/// The search at its present state, in float32, so that the kernels compute what they can.
SmallSearch in_single(const SmallSearch& search);

/// dP/dα at the present state of the search.
Hypergradient hypergradient(const SmallSearch& search, const HypergradientOptions& options);

}  // namespace tetlo
