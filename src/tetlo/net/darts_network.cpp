// SPDX-License-Identifier: Apache-2.0
// Networks of the cells of DARTS.
//
// The stem has 3 C channels for CIFAR and C for ImageNet, where the two inputs of the first cell
// have sides of 56 and 28 pixels if the image has 224. An auxiliary head after cell ⌊2L/3⌋ helps
// training; it is not used in testing and is counted separately [Liu2019, appendix A]. All batch
// norms are affine, and pools have none.
//
// Checkable: DARTS_V2 with 36 channels and 20 cells has 3,349,342 weights, its auxiliary head has
// 476,426, and one 32 x 32 image takes 528,359,040 multiply-adds.
#include "tetlo/net/families.h"

namespace tetlo {
namespace {

/// The channels of the stem: 3 C, but C if it has the three convolutions of ImageNet.
int64_t stem_channels(const DiscreteShape& shape) {
  return stem_reduces(shape.image_side) ? shape.channels : 3 * shape.channels;
}

/// The auxiliary head: pooling to 2 x 2 pixels, convolutions to 128 and 768 channels, and a linear
/// classifier.
class AuxiliaryHead : public Operation {
 public:
  AuxiliaryHead(Builder& builder, const DiscreteShape& shape, int64_t channels)
      : narrow_(builder.in("features.2"), {.in = channels, .out = 128}),
        narrow_norm_(builder.in("features.3"), 128),
        wide_(builder.in("features.5"), {.in = 128, .out = 768, .kernel = 2}),
        // [Liu2019]'s ImageNet head has no batch norm after its second convolution.
        wide_norm_(stem_reduces(shape.image_side)
                       ? std::nullopt
                       : std::make_optional<BatchNorm>(builder.in("features.6"), 768)),
        classifier_(builder.in("classifier"), 768, shape.classes) {}

  Tensor forward(const Tensor& features, Pass& pass) const override {
    const Tensor pooled = pool(activate(features, pass));
    const Tensor narrow = activate(narrow_norm_(narrow_(pooled, pass), pass), pass);
    const Tensor wide = wide_(narrow, pass);
    const Tensor normalised = wide_norm_ ? (*wide_norm_)(wide, pass) : wide;
    return classifier_(activate(normalised, pass).flatten(1), pass);
  }

 private:
  /// To 2 x 2 pixels. The stride of the published pooling is 3 for the 8 x 8 pixels of CIFAR and 2
  /// for 7 x 7. Where its two windows would not fit or leave a gap, each quarter is averaged.
  static Tensor pool(const Tensor& features) {
    const int64_t stride = features.size(2) - 5;
    if (stride < 1 || stride > 5) return torch::adaptive_avg_pool2d(features, {2, 2});
    return torch::avg_pool2d(features, {5, 5}, {stride, stride}, {0, 0}, /*ceil_mode=*/false,
                             /*count_include_pad=*/false);
  }

  Convolution narrow_;
  BatchNorm narrow_norm_;
  Convolution wide_;
  std::optional<BatchNorm> wide_norm_;
  Linear classifier_;
};

int64_t outputs(const DartsCells& cells, CellKind kind) {
  return static_cast<int64_t>(cells.of(kind).concat.size());
}

std::vector<CellPlan> plans_for(const DartsCells& cells, const DiscreteShape& shape) {
  return plan_cells({.channels = shape.channels,
                     .cells = shape.cells,
                     .before_last = stem_channels(shape),
                     .last = stem_channels(shape),
                     .normal_outputs = outputs(cells, CellKind::kNormal),
                     .reduce_outputs = outputs(cells, CellKind::kReduction),
                     .stem_reduces = stem_reduces(shape.image_side)});
}

class CellNetwork : public CellStack {
 public:
  CellNetwork(const DartsCells& cells, const DiscreteShape& shape)
      : CellStack({.layout = {}, .affine = true}, {.engine = shape.engine}) {
    check_operations(cells, operation_names(), "The genotype");
    const auto plans = plans_for(cells, shape);
    set_stem([&](Builder& builder) {
      return std::make_unique<ConvolutionStem>(builder, StemShape{.in = shape.image_channels,
                                                                  .out = stem_channels(shape),
                                                                  .side = shape.image_side});
    });
    for (const CellPlan& plan : plans) {
      add_cell([&](Builder& builder) {
        return std::make_unique<DiscreteCell>(builder, cells.of(plan.kind), plan);
      });
    }
    const auto features = [&](const CellPlan& plan) {
      return plan.channels * outputs(cells, plan.kind);
    };
    set_classifier(features(plans.back()), shape.classes);
    if (!shape.auxiliary_head) return;
    const int64_t after = 2 * shape.cells / 3;
    set_head(after, [&](Builder& builder) {
      return std::make_unique<AuxiliaryHead>(builder, shape,
                                             features(plans[static_cast<size_t>(after)]));
    });
  }
};

}  // namespace

SupernetParts supernet_parts(const DartsFamily&, const Space& space, const SupernetShape& shape) {
  return {.stem_channels = 3 * shape.channels,
          .cell_outputs = space.nodes,
          .make_cell = [&space, partial = shape.partial](Builder& builder, const CellPlan& plan) {
            return std::make_unique<SearchCell>(builder, space, plan, partial);
          }};
}

DiscreteShape published_shape(const DartsCells&, NetworkKind kind) {
  if (kind == NetworkKind::kCifar) return {};
  return {.image_side = 224, .channels = 48, .cells = 14, .classes = 1000};
}

std::unique_ptr<const Network> found_network(const DartsCells& cells, const DiscreteShape& shape) {
  return std::make_unique<CellNetwork>(cells, shape);
}

}  // namespace tetlo
