// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/supernet.h"

#include "tetlo/net/families.h"
#include "tetlo/util/error.h"

namespace tetlo {
namespace {

std::vector<CellPlan> plans_for(const SupernetParts& parts, const SupernetShape& shape) {
  auto plans = plan_cells({.channels = shape.channels,
                           .cells = shape.cells,
                           .before_last = parts.stem_channels,
                           .last = parts.stem_channels,
                           .normal_outputs = parts.cell_outputs,
                           .reduce_outputs = parts.cell_outputs,
                           .stem_reduces = stem_reduces(shape.image_side)});
  require(shape.used_cells <= shape.cells,
          "network.used_cells is {}; it must be at most network.cells, which is {}.",
          shape.used_cells, shape.cells);
  if (shape.used_cells > 0) plans.resize(static_cast<size_t>(shape.used_cells));
  return plans;
}

void check_partial(const SupernetShape& shape) {
  const int64_t least = 4;  // for the reason given in plan_cells()
  require(shape.partial >= 1 && shape.channels % shape.partial == 0 &&
              shape.channels / shape.partial >= least,
          "An edge mixes 1 in {} of {} channels; this must be a whole number of at least {}.",
          shape.partial, shape.channels, least);
}

}  // namespace

Supernet::Supernet(const Space& space, const SupernetShape& shape)
    : Supernet(space, shape,
               std::visit([&](const auto& cells) { return supernet_parts(cells, space, shape); },
                          space.family)) {}

Supernet::Supernet(const Space& space, const SupernetShape& shape, const SupernetParts& parts)
    : CellStack({.layout = {},
                 .affine = shape.affine,
                 .normalise_pools = space.normalise_pools,
                 .spare_memory = true,
                 .momentum = parts.momentum},
                {.activation = shape.activation, .engine = shape.engine}) {
  const auto plans = plans_for(parts, shape);
  check_partial(shape);
  set_stem([&](Builder& builder) {
    return std::make_unique<ConvolutionStem>(builder, StemShape{.in = shape.image_channels,
                                                                .out = parts.stem_channels,
                                                                .side = shape.image_side,
                                                                .activates = parts.stem_activates});
  });
  for (const CellPlan& plan : plans) {
    add_cell([&](Builder& builder) { return parts.make_cell(builder, plan); });
  }
  int64_t features = plans.back().channels * parts.cell_outputs;
  if (parts.last_convolution) {
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
