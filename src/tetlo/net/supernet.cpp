// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/supernet.h"

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

constexpr int64_t kStemMultiplier = 3;

}  // namespace

Supernet::Supernet(const Space& space, const SupernetShape& shape)
    : builder_{.layout = {}, .affine = false, .normalise_pools = true},
      activation_(shape.activation),
      engine_(shape.engine),
      stem_(builder_, {.in = shape.image_channels,
                       .out = kStemMultiplier * shape.channels,
                       .kernel = 3,
                       .padding = 1}),
      stem_norm_(builder_, kStemMultiplier * shape.channels, /*affine=*/true) {
  auto plans = plan_cells({.channels = shape.channels,
                           .cells = shape.cells,
                           .before_last = kStemMultiplier * shape.channels,
                           .last = kStemMultiplier * shape.channels,
                           .normal_outputs = space.nodes,
                           .reduce_outputs = space.nodes});
  if (shape.used_cells > 0) {
    require(shape.used_cells <= shape.cells, "used_cells is {}; it must be at most cells, {}.",
            shape.used_cells, shape.cells);
    plans.resize(static_cast<size_t>(shape.used_cells));
  }
  const int64_t least = 4;  // of mixed channels, as of all: see plan_cells
  require(shape.partial >= 1 && shape.channels % shape.partial == 0 &&
              shape.channels / shape.partial >= least,
          "The partial channels are 1 in {} of {}; a whole number of at least {} must be left.",
          shape.partial, shape.channels, least);
  for (const CellPlan& plan : plans) {
    weights_before_cell_.push_back(builder_.layout.weight_count());
    cells_.emplace_back(builder_, space, plan, shape.partial);
  }
  weights_before_cell_.push_back(builder_.layout.weight_count());
  classifier_.emplace(builder_, plans.back().channels * space.nodes, shape.classes);
}

Output Supernet::forward(const Tensor& images, const Mixture& mixture, Pass& pass) const {
  Tensor before_last = stem_norm_(stem_(images, pass), pass);
  Tensor last = before_last;
  for (const SearchCell& cell : cells_) {
    Tensor output = cell(before_last, last, mixture, pass);
    before_last = last;
    last = output;
  }
  const Tensor encoding = channels_last(last).mean({2, 3});
  return {.encoding = encoding, .logits = (*classifier_)(encoding, pass)};
}

Pass Supernet::pass(const Tensor& weights, const Tensor& statistics, Statistics mode) const {
  return {.weights = layout().weights(weights),
          .statistics = layout().statistics(statistics),
          .mode = mode,
          .activation = activation_,
          .engine = engine_};
}

int64_t Supernet::prefix_weights(int64_t cells) const {
  return weights_before_cell_.at(static_cast<size_t>(cells));
}

}  // namespace tetlo
