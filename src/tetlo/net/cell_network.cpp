// SPDX-License-Identifier: Apache-2.0
#include "tetlo/net/cell_network.h"

#include "tetlo/util/error.h"

namespace tetlo {
namespace {

/// Three convolutions of stride 2, the second and third behind ReLU; the first cell sees the
/// outputs of the last two.
class ImageNetStem : public Stem {
 public:
  ImageNetStem(Builder& builder, const DiscreteShape& shape)
      : half_(builder.in("0"), shape.image_channels, shape.channels / 2),
        quarter_(builder.in("1"), shape.channels / 2, shape.channels),
        eighth_(builder.in("2"), shape.channels, shape.channels) {}
  CellOutputs forward(const Tensor& images, Pass& pass) const override {
    const Tensor quarter = quarter_(activate(half_(images, pass), pass), pass);
    return {.before_last = quarter, .last = eighth_(activate(quarter, pass), pass)};
  }

 private:
  struct Layer {
    Layer(Builder& builder, int64_t in, int64_t out)
        : convolution(builder.in("convolution"),
                      {.in = in, .out = out, .kernel = 3, .stride = 2, .padding = 1}),
          norm(builder.in("norm"), out) {}
    Tensor operator()(const Tensor& x, Pass& pass) const {
      return norm(convolution(x, pass), pass);
    }
    Convolution convolution;
    BatchNorm norm;
  };

  Layer half_, quarter_, eighth_;
};

/// The auxiliary classifier: pooled to 2 x 2, then 128 and 768 channels.
class AuxiliaryHead : public Operation {
 public:
  AuxiliaryHead(Builder& builder, const DiscreteShape& shape, int64_t channels)
      : narrow_(builder.in("narrow"), {.in = channels, .out = 128}),
        narrow_norm_(builder.in("narrow_norm"), 128),
        wide_(builder.in("wide"), {.in = 128, .out = 768, .kernel = 2}),
        // [Liu2019]'s ImageNet head has no batch norm after its second convolution.
        wide_norm_(shape.kind == NetworkKind::kCifar
                       ? std::make_optional<BatchNorm>(builder.in("wide_norm"), 768)
                       : std::nullopt),
        classifier_(builder.in("classifier"), 768, shape.classes) {}

  Tensor forward(const Tensor& features, Pass& pass) const override {
    // The stride that leaves 2 x 2: 3 for the 8 x 8 of CIFAR, 2 for 7 x 7.
    const int64_t stride = features.size(2) - 5;
    const Tensor pooled =
        torch::avg_pool2d(activate(features, pass), {5, 5}, {stride, stride}, {0, 0},
                          /*ceil_mode=*/false, /*count_include_pad=*/false);
    const Tensor narrow = activate(narrow_norm_(narrow_(pooled, pass), pass), pass);
    const Tensor wide = wide_(narrow, pass);
    const Tensor normalised = wide_norm_ ? (*wide_norm_)(wide, pass) : wide;
    return classifier_(activate(normalised, pass).flatten(1), pass);
  }

 private:
  Convolution narrow_;
  BatchNorm narrow_norm_;
  Convolution wide_;
  std::optional<BatchNorm> wide_norm_;
  Linear classifier_;
};

std::unique_ptr<const Stem> make_stem(Builder& builder, const DiscreteShape& shape) {
  if (shape.kind == NetworkKind::kImageNet) return std::make_unique<ImageNetStem>(builder, shape);
  return std::make_unique<ConvolutionStem>(builder, shape.image_channels, 3 * shape.channels,
                                           /*activates=*/false);
}

std::vector<CellPlan> plans_for(const Genotype& genotype, const DiscreteShape& shape) {
  const bool cifar = shape.kind == NetworkKind::kCifar;
  const int64_t stem_channels = cifar ? 3 * shape.channels : shape.channels;
  return plan_cells({.channels = shape.channels,
                     .cells = shape.cells,
                     .before_last = stem_channels,
                     .last = stem_channels,
                     .normal_outputs = static_cast<int64_t>(genotype.normal_concat.size()),
                     .reduce_outputs = static_cast<int64_t>(genotype.reduce_concat.size()),
                     .stem_reduces = !cifar});
}

}  // namespace

CellNetwork::CellNetwork(const Genotype& genotype, const DiscreteShape& shape)
    : CellStack({.layout = {}, .affine = true}, {.engine = shape.engine}) {
  check_operations(genotype, operation_names(), "The genotype");
  const auto plans = plans_for(genotype, shape);
  set_stem([&](Builder& builder) { return make_stem(builder, shape); });
  for (const CellPlan& plan : plans) {
    add_cell(
        [&](Builder& builder) { return std::make_unique<DiscreteCell>(builder, genotype, plan); });
  }
  const auto outputs = [&](const CellPlan& plan) {
    const auto& concat =
        plan.kind == CellKind::kNormal ? genotype.normal_concat : genotype.reduce_concat;
    return plan.channels * static_cast<int64_t>(concat.size());
  };
  set_classifier(outputs(plans.back()), shape.classes);
  if (!shape.auxiliary_head) return;
  const int64_t after = 2 * shape.cells / 3;
  set_head(after, [&](Builder& builder) {
    return std::make_unique<AuxiliaryHead>(builder, shape,
                                           outputs(plans[static_cast<size_t>(after)]));
  });
}

}  // namespace tetlo
