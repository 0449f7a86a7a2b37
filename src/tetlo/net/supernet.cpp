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

/// NAS-Bench-1Shot1's code gives LibTorch's counterpart the number that TensorFlow's layer takes,
/// where it is the share that stays.
double momentum(const Space& space) {
  return space.wiring == Wiring::kBlocks ? 0.997 : kernels::kBatchNormMomentum;
}

void check_partial(const SupernetShape& shape) {
  const int64_t least = 4;  // of mixed channels, as of all: see plan_cells
  require(shape.partial >= 1 && shape.channels % shape.partial == 0 &&
              shape.channels / shape.partial >= least,
          "The partial channels are 1 in {} of {}; a whole number of at least {} must be left.",
          shape.partial, shape.channels, least);
}

}  // namespace

Supernet::Supernet(const Space& space, const SupernetShape& shape)
    : CellStack({.layout = {},
                 .affine = shape.affine,
                 .normalise_pools = space.normalise_pools,
                 .spare_memory = true,
                 .momentum = momentum(space)},
                {.activation = shape.activation, .engine = shape.engine}) {
  const auto plans = plans_for(space, shape);
  check_partial(shape);
  const bool of_blocks = space.wiring == Wiring::kBlocks;
  set_stem([&](Builder& builder) {
    return std::make_unique<ConvolutionStem>(builder, shape.image_channels,
                                             stem_channels(space, shape), of_blocks);
  });
  for (const CellPlan& plan : plans) {
    add_cell([&](Builder& builder) { return make_cell(builder, space, plan, shape.partial); });
  }
  int64_t features = plans.back().channels * cell_outputs(space);
  if (of_blocks) {
    add_last_layer("last_convolution", [&](Builder& builder) {
      return std::make_unique<ReluConvNorm>(builder, features, plans.back().channels);
    });
    features = plans.back().channels;
  }
  if (space.normalise_last) {
    add_last_layer("last_norm",
                   [&](Builder& builder) { return std::make_unique<NormRelu>(builder, features); });
  }
  set_classifier(features, shape.classes);
}

}  // namespace tetlo
