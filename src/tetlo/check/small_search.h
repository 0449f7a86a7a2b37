// SPDX-License-Identifier: Apache-2.0
// A search in miniature, in double precision, on images of noise: the search on which
// hypergradients and frameworks are checked.
//
// Supernet, relaxation, transfer and framework are those of a real search; only the sizes are
// small: 6 images of 8 x 8, 4 channels, the first 2 cells (normal, reduction) of 3, 2 nodes a cell.
// α is drawn wider than a search draws it at first, so that no two candidates weigh alike.
#pragma once

#include <memory>
#include <string>

#include "tetlo/frameworks/table.h"
#include "tetlo/transfer/quadruple.h"

namespace tetlo {

/// The darts space with the first 2 of its 4 nodes: 5 edges of 8 candidates a cell.
Space small_space();

struct SmallSearchOptions {
  std::string framework = "tetlo";
  std::string auxiliary = "tied";  ///< where the framework has an auxiliary model
  Space space = small_space();
  Activation activation = Activation::kRelu;
  double gamma = 1, lambda = 0.1, clip = 5;
  Sgd sgd = {.rate = 0.025, .momentum = 0.9, .weight_decay = 3e-4};
  std::shared_ptr<const Transfer> transfer =
      std::make_shared<QuadrupleTransfer>(QuadrupleOptions());
  uint64_t seed = 1;
};

struct SmallSearch {
  SmallSearchOptions options;
  std::unique_ptr<Framework> framework;
  StepInputs inputs;
  Tensor alpha;
  uint64_t iteration = 0;
};

/// A search at its first iteration; the seed decides on all that is random.
SmallSearch start_small_search(const SmallSearchOptions& options);

/// Takes the weight step of the present inputs and draws the next ones, `iterations` times.
void advance(SmallSearch& search, int64_t iterations);

/// dP/dα where the search stands.
Hypergradient hypergradient(const SmallSearch& search, const HypergradientOptions& options);

}  // namespace tetlo
