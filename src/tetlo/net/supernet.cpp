// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/supernet.h"

#include "tetlo/net/block_cell.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

int64_t stem_channels(const Space& space, const SupernetShape& shape) {
  return space.wiring == Wiring::kTwoEdges ? 3 * shape.channels : shape.channels;
}

/// How many states the output of a cell has side by side.
int64_t cell_outputs(const Space& space) {
  return space.wiring == Wiring::kAllEdges ? 1 : space.nodes;
}

std::vector<CellPlan> plans_for(const Space& space, const SupernetShape& shape) {
  auto plans = plan_cells({.channels = shape.channels,
                           .cells = shape.cells,
                           .before_last = stem_channels(space, shape),
                           .last = stem_channels(space, shape),
                           .normal_outputs = cell_outputs(space),
                           .reduce_outputs = cell_outputs(space)});
  require(shape.used_cells <= shape.cells, "used_cells is {}; it must be at most cells, {}.",
          shape.used_cells, shape.cells);
  if (shape.used_cells > 0) plans.resize(static_cast<size_t>(shape.used_cells));
  return plans;
}

std::unique_ptr<const Cell> make_cell(Builder& builder, const Space& space, const CellPlan& plan,
                                      int64_t partial) {
  if (space.wiring == Wiring::kBlocks) return std::make_unique<BlockCell>(builder, space, plan);
  if (space.wiring == Wiring::kAllEdges && plan.kind == CellKind::kReduction) {
    return std::make_unique<ResidualBlock>(builder, plan);
  }
  return std::make_unique<SearchCell>(builder, space, plan, partial);
}

}  // namespace

Supernet::Supernet(const Space& space, const SupernetShape& shape)
    : builder_{.layout = {},
               .affine = shape.affine,
               .normalise_pools = space.normalise_pools,
               .spare_memory = true},
      activation_(shape.activation),
      engine_(shape.engine),
      stem_(builder_, {.in = shape.image_channels,
                       .out = stem_channels(space, shape),
                       .kernel = 3,
                       .padding = 1}),
      stem_norm_(builder_, stem_channels(space, shape), /*affine=*/true),
      activate_stem_(space.wiring == Wiring::kBlocks) {
  const auto plans = plans_for(space, shape);
  const int64_t least = 4;  // of mixed channels, as of all: see plan_cells
  require(shape.partial >= 1 && shape.channels % shape.partial == 0 &&
              shape.channels / shape.partial >= least,
          "The partial channels are 1 in {} of {}; a whole number of at least {} must be left.",
          shape.partial, shape.channels, least);
  for (const CellPlan& plan : plans) {
    weights_before_cell_.push_back(builder_.layout.weight_count());
    cells_.push_back(make_cell(builder_, space, plan, shape.partial));
  }
  weights_before_cell_.push_back(builder_.layout.weight_count());
  int64_t features = plans.back().channels * cell_outputs(space);
  if (space.wiring == Wiring::kBlocks) {
    last_convolution_.emplace(builder_, features, plans.back().channels);
    features = plans.back().channels;
  }
  if (space.normalise_last) last_norm_.emplace(builder_, features, /*affine=*/true);
  classifier_.emplace(builder_, features, shape.classes);
}

Output Supernet::forward(const Tensor& images, const Mixture& mixture, Pass& pass) const {
  pass.drop_path = mixture.drop_path;
  pass.skip_dropout = mixture.skip_dropout;
  Tensor before_last = stem_norm_(stem_(images, pass), pass);
  if (activate_stem_) before_last = activate(before_last, pass);
  Tensor last = before_last;
  for (const auto& cell : cells_) {
    Tensor output = cell->forward({before_last, last}, mixture, pass);
    before_last = last;
    last = output;
  }
  if (last_convolution_) last = last_convolution_->forward(last, pass);
  if (last_norm_) last = activate((*last_norm_)(last, pass), pass);
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
