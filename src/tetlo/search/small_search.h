// SPDX-License-Identifier: Apache-2.0
// A search in miniature, in double precision, on images of noise: what hypergradients and
// frameworks are checked on.
//
// Supernet, relaxation, transfer and framework are those of a real search; only the sizes are
// small: 6 images of 8 x 8, 4 channels, the first 2 cells (normal, reduction) of 3, 2 nodes a cell.
// α is drawn wider than a search draws it at first, so that no two candidates weigh alike.
#pragma once

#include <memory>

#include "tetlo/search/framework.h"

namespace tetlo {

/// The defaults of a real search but for the network.
SearchOptions small_search_options();

/// The darts space with the first 2 of its 4 nodes: 5 edges of 8 candidates a cell.
Space small_space();

struct SmallSearch {
  SearchOptions options;
  std::shared_ptr<const Relaxation> relaxation;
  std::unique_ptr<Framework> framework;  ///< "plain" or "tetlo", as the options say
  Round round;
  Tensor alpha;
  uint64_t iteration = 0;
};

/// A search at its first iteration; options.run.seed decides on all that is random.
SmallSearch start_small_search(const SearchOptions& options, const Space& space,
                               Activation activation = Activation::kRelu);

/// Takes the weight step of the present round and draws the next one, `iterations` times.
void advance(SmallSearch& search, int64_t iterations);

}  // namespace tetlo
